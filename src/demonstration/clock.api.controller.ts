import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import sql from 'sql-template-tag';
import { sweep } from '../features/reminders/reminders.jobs.js';
import { systemActor } from '../kernel/actor.js';
import type { CalendarDate } from '../kernel/calendar-date.js';
import { Clock } from '../kernel/clock.js';
import { invalidField } from '../kernel/domain-error.js';
import { Public } from '../platform/auth/permissions.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { WholeNumber } from '../platform/errors/fields.js';
import { JobRunner } from '../platform/jobs/runner.js';

const farthest = 3660;

export class MoveClockDto {
  /** How many days to move forward. There is no way back. */
  @WholeNumber(1, 400)
  days: number;
}

export class ClockView {
  /** The product's present day, Europe/London. */
  today: CalendarDate;
  /** How many days it runs ahead of the machine. */
  movedByDays: number;
}

/** Moves the demonstration's today forward, so that a renewal mail arrives while you watch. Only with demonstration data. */
@ApiTags('demonstration')
@Controller('dev/clock')
export class ClockApiController {
  constructor(
    private readonly clock: Clock,
    private readonly work: UnitOfWork,
    private readonly runner: JobRunner,
  ) {}

  /** What day it is here. */
  @Public()
  @Get()
  show(): ClockView {
    return { today: this.clock.today(), movedByDays: this.clock.movedByDays };
  }

  /** Answers once the reminders of the new day have been sent. */
  @Public()
  @HttpCode(200)
  @Post()
  async move(@Body() { days }: MoveClockDto): Promise<ClockView> {
    const moved = await this.work.transaction(systemActor('demonstration'), async (tx) => {
      const [row] = await tx.query<{ days: number }>(
        sql`update demonstration_clock set days = days + ${days} where days + ${days} <= ${farthest} returning days`,
      );
      return row?.days ?? null;
    });
    if (moved === null) throw invalidField('/days', 'The demonstration ends ten years from now. Move by fewer days.');
    this.clock.moveTo(moved);
    await this.runner.run(sweep.name);
    return this.show();
  }
}
