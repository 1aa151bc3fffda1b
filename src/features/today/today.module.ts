import { Module } from '@nestjs/common';
import { AgreementsModule } from '../agreements/agreements.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { TodayWebController } from './today.web.controller.js';

@Module({ imports: [AgreementsModule, FollowUpsModule], controllers: [TodayWebController] })
export class TodayModule {}
