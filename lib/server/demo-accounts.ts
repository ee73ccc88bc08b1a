/** The example accounts of the demonstration. They exist only when no DATABASE_URL is set, on loopback. */
import { createHmac } from 'node:crypto';
import { EXAMPLE_CONTRIBUTOR } from '#lib/domain/example.ts';
import type { Role } from '#lib/domain/permission.ts';

export interface DemoAccount {
  id: string;
  name: string;
  email: string;
  roles: readonly Role[];
  may: string;
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    id: 'analyst',
    name: 'Ana Ortiz',
    email: 'analyst@demo.invalid',
    roles: ['analyst'],
    may: 'Records letters, updates status, proposes findings',
  },
  {
    id: 'reviewer',
    name: 'Rafael Lind',
    email: 'reviewer@demo.invalid',
    roles: ['reviewer'],
    may: 'Approves or returns proposed findings, reopens',
  },
  {
    id: 'approver',
    name: 'Priya Nair',
    email: 'approver@demo.invalid',
    roles: ['approver'],
    may: 'What a reviewer may, and waivers and withdrawals',
  },
  {
    id: 'counsel',
    name: 'Clara Voss',
    email: 'counsel@demo.invalid',
    roles: ['counsel'],
    may: 'Reads and comments, records legal orders',
  },
  {
    id: 'auditor',
    name: 'Otto Berg',
    email: 'auditor@demo.invalid',
    roles: ['auditor'],
    may: 'Reads everything with its history, writes nothing',
  },
  // No role of its own: it answers for nobody in the record, and is let into practice copies as they are made.
  {
    id: 'contributor',
    name: 'Cora Hale',
    email: EXAMPLE_CONTRIBUTOR,
    roles: [],
    may: 'Answers for one city in practice copies',
  },
  { id: 'viewer', name: 'Vera Sand', email: 'viewer@demo.invalid', roles: ['viewer'], may: 'Reads the record and its reports' },
  { id: 'admin', name: 'Ada Moss', email: 'admin@demo.invalid', roles: ['admin'], may: 'Users and settings; no power over findings' },
];

/** Known to the installation alone: nobody types it. */
export const demoPassword = (secret: string, email: string): string =>
  createHmac('sha256', secret).update(`proviso/demo/1:${email}`).digest('hex');
