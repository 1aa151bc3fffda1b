import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { notFound } from '../../kernel/domain-error.js';
import { Public } from '../auth/permissions.js';
import { FolderMailer } from './folder.mailer.js';
import { Mailer } from './mailer.js';

const mostListed = 200;

export class KeptMailList {
  /** File names, the newest first; each can be read at /dev/mail/<name>. */
  items: string[];
}

/** The mail that would have gone out, while no mail server is set. Never in production. */
@ApiTags('demonstration')
@Controller('dev/mail')
export class DevMailController {
  constructor(private readonly mailer: Mailer) {}

  /** The messages kept so far. */
  @Public()
  @Get()
  async list(): Promise<KeptMailList> {
    return { items: this.mailer instanceof FolderMailer ? await this.mailer.list(mostListed) : [] };
  }

  /** The message's source. */
  @Public()
  @Header('content-type', 'text/plain; charset=utf-8')
  @Get(':name')
  async show(@Param('name') name: string): Promise<string> {
    const source = this.mailer instanceof FolderMailer ? await this.mailer.read(name) : null;
    if (source === null) throw notFound('message');
    return source;
  }
}
