import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { BankHolidayList, LoadBankHolidaysDto } from './bank-holidays.dto.js';
import { BankHolidaysService } from './bank-holidays.service.js';

@ApiTags('administration')
@ApiBearerAuth()
@Controller('api/v1/bank-holidays')
export class BankHolidaysApiController {
  constructor(private readonly service: BankHolidaysService) {}

  /** The bank holidays by which working days are counted, and until when they are known. */
  @Permit('bank-holidays.read')
  @Get()
  list(@CurrentActor() actor: UserActor): Promise<BankHolidayList> {
    return this.service.list(actor);
  }

  /**
   * Loads bank-holidays.json as GOV.UK publishes it: `{"scotland": {"events": [{"date": "2029-01-01", "title": "New Year’s Day"}]}}`.
   * What it holds of a division replaces the years from its first day to its last; everything else stays.
   */
  @Permit('bank-holidays.write')
  @Post()
  @HttpCode(200)
  load(@CurrentActor() actor: UserActor, @Body() file: LoadBankHolidaysDto): Promise<BankHolidayList> {
    return this.service.load(actor, file);
  }
}
