import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, refusedWith, type World } from '../operations/world.fixture.ts';
import { inTransaction, isUnavailable } from './transaction.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const terminate = (pid: number) => world.owner.query('SELECT pg_terminate_backend($1)', [pid]);

test('a connection lost inside a transaction, between two queries, is answered and does not end the process', async () => {
  const work = inTransaction(world.db, async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await terminate(rows[0]?.pid ?? 0);
    // Long enough for the loss to arrive while nobody waits for an answer.
    await sleep(300);
    await tx.query('SELECT 1');
  });
  expect(await refusedWith(work)).toBe('unavailable');
  expect(await inTransaction(world.db, async (tx) => (await tx.query('SELECT 1')).rowCount)).toBe(1);
});

test('a connection lost while COMMIT is under way does not claim that nothing was changed', async () => {
  await world.owner.query(`CREATE TABLE slow (id int);
    GRANT INSERT ON slow TO proviso_app;
    CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(5); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_commit()`);
  const work = inTransaction(world.db, async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('INSERT INTO slow VALUES (1) RETURNING pg_backend_pid() AS pid');
    setTimeout(() => void terminate(rows[0]?.pid ?? 0), 200);
  });
  await expect(work).rejects.toThrow(/not known whether/);
});

test.each([
  { code: 'P1017' },
  { code: 'P2039', meta: { driverAdapterError: { cause: { originalCode: '57P02' } } } },
  { message: 'Client has encountered a connection error and is not queryable' },
  { code: '57P01' },
])('what the drivers say of a lost connection is known: %j', (error) => {
  expect(isUnavailable({ message: '', ...error })).toBe(true);
});

test.each([{ code: 'P2002' }, { code: 'P2039', meta: { driverAdapterError: { cause: { originalCode: '42P01' } } } }, { code: '23505' }])(
  'a fault of another kind is not called a lost connection: %j',
  (error) => {
    expect(isUnavailable({ message: 'Something else', ...error })).toBe(false);
  },
);
