import { Module } from '@nestjs/common';
import { BankHolidaysModule } from '../bank-holidays/bank-holidays.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { PlaybookStartsWebController } from './playbook-starts.web.controller.js';
import { PlaybookStarts } from './playbook.starts.js';
import { PlaybooksApiController } from './playbooks.api.controller.js';
import { PlaybookQueries } from './playbooks.queries.js';
import { PlaybooksService } from './playbooks.service.js';
import { PlaybooksWebController } from './playbooks.web.controller.js';
import { PlaybooksWorker } from './playbooks.worker.js';

@Module({
  imports: [BankHolidaysModule, FollowUpsModule],
  controllers: [PlaybooksApiController, PlaybookStartsWebController, PlaybooksWebController],
  providers: [PlaybookQueries, PlaybooksService, PlaybookStarts, PlaybooksWorker],
})
export class PlaybooksModule {}
