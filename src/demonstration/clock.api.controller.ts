import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { CalendarDate } from '../kernel/calendar-date.js';
import { Clock } from '../kernel/clock.js';
import { Public } from '../platform/auth/permissions.js';
import { WholeNumber } from '../platform/errors/fields.js';
import { DemonstrationClock } from './demonstration-clock.js';

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
    private readonly demonstration: DemonstrationClock,
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
    await this.demonstration.move(days);
    return this.show();
  }
}
