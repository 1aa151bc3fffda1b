import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { FileAnswer, markAnswer } from '../../../platform/files/file-answer.js';
import { TaggedPdf } from '../../../platform/pdf/tagged-pdf.js';
import { typeWords } from '../agreement.words.js';
import { blocksOf } from './text.blocks.rules.js';
import type { AgreementTextView } from './text.dto.js';

/** Points of a row that a party writes into, with its edges. */
const heightOfSigning = 50;

/** The text of an agreement on paper, or as a file that a screen reader reads. */
@Injectable()
export class AgreementTextPdf {
  constructor(private readonly clock: Clock) {}

  async send(text: AgreementTextView, reply: FastifyReply): Promise<FileAnswer> {
    if (text.clauses.length === 0)
      throw new DomainError('refused', 'The text has not been drafted yet. Draft it from the template first.');
    const bytes = await this.write(text);
    markAnswer(reply, text.marking);
    const marked = text.marking === 'OFFICIAL' ? '' : `${text.marking} `;
    const name = `${marked}${text.reference} text.pdf`;
    return new FileAnswer(text.id, text.marking, Readable.from([bytes]), {
      name,
      mediaType: 'application/pdf',
      size: bytes.length,
    });
  }

  write(text: AgreementTextView): Promise<Buffer> {
    const { reference, title, marking, handling, type, parties } = text;
    const pdf = new TaggedPdf({ title, marking, handling, foot: reference, madeAt: this.clock.now() });
    pdf.heading(1, title);
    pdf.paragraph(`${typeWords[type]}, ${reference}`);
    pdf.paragraph('Between:');
    pdf.list(parties);
    for (const clause of text.clauses) {
      pdf.heading(2, `${clause.number}. ${clause.heading}`);
      for (const block of blocksOf(clause.text)) {
        if (block.kind === 'list') pdf.list(block.items);
        else pdf.paragraph(block.text);
      }
    }
    // Nobody signs on a page that does not say what the columns are.
    pdf.heading(2, 'Signatures', heightOfSigning * (1 + Math.min(parties.length, 6)));
    pdf.table(
      ['For', 'Name and office', 'Signature and date'],
      parties.map((name) => [name, '', '']),
      heightOfSigning - 10,
    );
    return pdf.finish();
  }
}
