import { Module } from '@nestjs/common';
import { BankHolidaysApiController } from './bank-holidays.api.controller.js';
import { BankHolidaysService } from './bank-holidays.service.js';
import { BankHolidaysWebController } from './bank-holidays.web.controller.js';

@Module({
  controllers: [BankHolidaysApiController, BankHolidaysWebController],
  providers: [BankHolidaysService],
  exports: [BankHolidaysService],
})
export class BankHolidaysModule {}
