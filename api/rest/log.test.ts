import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createRestApi, TOKEN } from '../../test/fakes/rest-api.ts';
import { discreetLogger } from './log.ts';

function memory(): { lines: string[]; stream: Writable } {
  const lines: string[] = [];
  const write = (chunk: Buffer, _: unknown, done: () => void): void => {
    lines.push(chunk.toString());
    done();
  };
  return { lines, stream: new Writable({ write }) };
}

test('secrets are hidden wherever a log line carries them', () => {
  const { lines, stream } = memory();
  const logger = discreetLogger(pino({ level: 'trace' }, stream));
  const child = logger.child({ reqId: 'r', token: 's3cret' });
  logger.info({ token: 's3cret' });
  logger.info({ body: { secretKey: 's3cret', accessKey: 's3cret', name: 'new' } });
  child.info({ req: { headers: { authorization: 'Bearer s3cret' } } });
  child.error({ err: { secret: { data: 's3cret' } } });
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toContain('s3cret');
  expect(lines[1]).toContain('"name":"new"');
});

test('a write is logged with who did it, and without what is secret', async () => {
  const { lines, stream } = memory();
  const { call, server } = createRestApi({ logger: pino({ level: 'trace' }, stream) });
  const body = { name: 'new', url: 'https://new.example', token: 's3cret' };
  expect((await call('POST', '/clusters', { body })).status).toBe(201);
  expect((await call('POST', '/clusters', { body: { ...body, tokn: 's3cret' } })).status).toBe(400);
  await server.close();
  const log = lines.join('');
  expect(log).toContain('alice: create MigCluster openshift-migration/new');
  expect(log).toContain('DRAY-2001');
  expect(log).not.toMatch(new RegExp(`s3cret|${TOKEN}`));
});
