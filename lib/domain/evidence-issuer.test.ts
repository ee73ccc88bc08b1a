import { expect, test } from 'vitest';
import { type Issuer, type IssuerTarget, issuersOf } from './evidence-issuer.ts';

const city = (organizationId: string, ...responsibleIds: string[]): IssuerTarget => ({ organizationId, operator: false, responsibleIds });
const own = (organizationId: string): IssuerTarget => ({ organizationId, operator: true, responsibleIds: [organizationId] });
const baltimore = city('baltimore', 'state');
const stockton = city('stockton', 'sheriff');
const albuquerque = city('albuquerque', 'county', 'albuquerque-city');

test.each<[string, Issuer, IssuerTarget[], string[]]>([
  ['the applicant of one', 'applicant', [stockton], ['stockton']],
  ['the applicant of two assessments of one', 'applicant', [stockton, stockton], ['stockton']],
  ['no applicant of two', 'applicant', [stockton, baltimore], []],
  ['the applicant beside an operator', 'applicant', [own('county'), stockton], ['stockton']],
  ['an operator alone stands for itself', 'applicant', [own('county')], ['county']],
  ['the body in control of one', 'body_in_control', [stockton], ['sheriff']],
  ['the first of several, and the others after it', 'body_in_control', [albuquerque], ['county', 'albuquerque-city']],
  ['whoever is in control on both', 'body_in_control', [albuquerque, city('rio', 'albuquerque-city')], ['albuquerque-city']],
  ['no body is in control on both', 'body_in_control', [stockton, baltimore], []],
  ['a city that runs its own jail', 'body_in_control', [city('reno')], ['reno']],
  ['an operator among cities that others are in control of', 'body_in_control', [stockton, own('harlow'), baltimore], ['harlow']],
  ['two operators', 'body_in_control', [own('harlow'), own('county')], []],
  ['nothing chosen', 'body_in_control', [], []],
])('%s', (_, issuer, targets, expected) => {
  expect(issuersOf(issuer, targets)).toEqual(expected);
});
