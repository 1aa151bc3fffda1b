import { Body, Controller, Get, Post } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Public, PublicGreeting } from '../platform/auth/permissions.js';
import { OneOf } from '../platform/errors/fields.js';
import { FolderMailer } from '../platform/mail/folder.mailer.js';
import { Mailer } from '../platform/mail/mailer.js';
import { page, Pages, Redirect, type PageView } from '../platform/pages/page.js';
import { DemonstrationClock } from './demonstration-clock.js';
import { demonstrationPassword, demonstrationSignIns } from './staff.js';

const leaps = ['1', '6', '30'];
const mailsShown = 5;

export class LeapForm {
  /** Days to move forward. */
  @OneOf(leaps)
  days: string;
}

/** The first ten minutes: seven steps through the main job, the last of which is a renewal mail. Demonstrations only. */
@Pages()
@Controller('try-this')
export class TryThisWebController {
  constructor(
    private readonly clock: Clock,
    private readonly demonstration: DemonstrationClock,
    private readonly mailer: Mailer,
  ) {}

  /** The steps, the present day, and the mail so far. */
  @PublicGreeting()
  @Get()
  async show(): Promise<PageView> {
    const mails = this.mailer instanceof FolderMailer ? await this.mailer.latest(mailsShown) : null;
    const be = (role: string): object => demonstrationSignIns.find((one) => one.role === role)!;
    return page('demonstration/try-this', {
      title: 'Try this',
      today: this.clock.today(),
      liaison: be('liaison'),
      approver: be('approver'),
      password: demonstrationPassword,
      leaps,
      mails,
    });
  }

  /** Moves today forward; the page then shows what was sent. */
  @Public()
  @Post('clock')
  async leap(@Body() { days }: LeapForm): Promise<Redirect> {
    await this.demonstration.move(Number(days));
    return new Redirect('/try-this#mail');
  }
}
