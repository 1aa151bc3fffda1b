import { Controller, Get, Module } from '@nestjs/common';
import supertest from 'supertest';
import { AppModule } from '../../src/app.module.js';
import { Clock } from '../../src/kernel/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { createHttpApp, initialise } from '../../src/platform/http-app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { dataFolder } from '../support/product.js';

@Controller('api/v1/bare')
class BareController {
  @Get()
  show(): { secret: string } {
    return { secret: 'nobody was given this' };
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

let database: TestDatabase;
const folder = dataFolder();

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
  folder.remove();
});

const build = () => {
  const databaseUrl = database.applicationUrl;
  const config = readConfig({
    NODE_ENV: 'test',
    DATA_FOLDER: folder.path,
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'silent',
  });
  const product = AppModule.with({ config, databaseUrl, clock: new Clock() });
  return createHttpApp({ ...product, imports: [...(product.imports ?? []), BareModule] }, config);
};

it('a route that declares no permission stops the start, by name', async () => {
  const app = await build();
  await expect(initialise(app)).rejects.toThrow(
    'These routes declare no permission: GET /api/v1/bare (BareController.show)',
  );
  await app.close();
});

it('and were it to run all the same, the guard refuses it', async () => {
  const app = await build();
  await app.init();
  await app.listen(0, '127.0.0.1');
  const answer = await supertest(await app.getUrl()).get('/api/v1/bare');
  expect(answer.status).toBe(403);
  expect(JSON.stringify(answer.body)).not.toContain('nobody was given this');
  await app.close();
});
