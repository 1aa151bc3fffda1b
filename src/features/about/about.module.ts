import { Module } from '@nestjs/common';
import { AboutWebController } from './about.web.controller.js';

@Module({ controllers: [AboutWebController] })
export class AboutModule {}
