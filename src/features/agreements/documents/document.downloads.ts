import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { UserActor } from '../../../kernel/actor.js';
import { FileAnswer, markAnswer } from '../../../platform/files/file-answer.js';
import { FileStore } from '../../../platform/files/file-store.js';
import { nameWhenSent } from './document.rules.js';
import { DocumentQueries } from './documents.queries.js';

/** One version as a file, for programs and for people alike. */
@Injectable()
export class DocumentDownloads {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly files: FileStore,
  ) {}

  async send(actor: UserActor, id: string, number: number, reply: FastifyReply): Promise<FileAnswer> {
    const version = await this.queries.version(actor, id, number);
    const stream = await this.files.open(version);
    markAnswer(reply, version.marking);
    const name = nameWhenSent(version.marking, version.reference, version.number, version.fileName);
    return new FileAnswer(version.id, version.marking, stream, { ...version, name });
  }
}
