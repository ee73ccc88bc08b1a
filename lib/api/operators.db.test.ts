/** Operators through the API: each answer is exactly what its schema says. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addedOperator, operatorDossier, operatorList } from './schemas/operators.ts';
import { json, makeWorld, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
}, 60_000);
afterAll(() => world.close());

test('operators are listed, read and added', async () => {
  const path = `/programs/${world.practice}/operators`;
  const list = operatorList.parse(await json(await world.get(path)));
  expect(list.items.length).toBeGreaterThan(3);
  const response = await world.post(path, { body: { name: 'Harlow County', level: 'county' } });
  expect(response.status).toBe(201);
  const { operatorId } = addedOperator.parse(await json(response));
  const one = operatorDossier.parse(await json(await world.get(`${path}/${operatorId}`)));
  expect(one.assessments.every((item) => item.assessmentId === null)).toBe(true);
  expect((await world.get(`${path}?colour=red`)).status).toBe(400);
  expect((await world.post(path, { as: 'viewer', body: { name: 'X', level: 'city' } })).status).toBe(403);
});
