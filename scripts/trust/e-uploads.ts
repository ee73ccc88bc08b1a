/** E7: uploads of all kinds through the running product; whatever is taken comes back as a file to be saved and nothing else. */
import { existsSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { makePdf } from '#lib/operations/evidence.fixture.ts';
import { createTally, type Tally } from './check.ts';
import { attackUploadPage, BOUNDARY, multipart, type Sent } from './e-upload-page.ts';
import { makeZip, officeParts } from './files/zip-maker.ts';
import type { Answer } from './http/client.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

async function uploads(): Promise<Sent[]> {
  const { default: sharp } = await import('sharp');
  const picture = (size: number) =>
    sharp({ create: { width: size, height: size, channels: 3, background: '#fff' }, limitInputPixels: false })
      .png()
      .toBuffer();
  const pdf = makePdf('A letter.');
  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  const link = { name: 'word/media/x', data: Buffer.from('/etc/passwd'), mode: 0o120777 };
  return [
    { name: 'page.html', bytes: html },
    { name: 'page.txt', bytes: html },
    { name: 'page.pdf', bytes: html },
    { name: 'drawing.svg', bytes: svg },
    { name: 'drawing.png', bytes: svg },
    { name: 'program.exe', bytes: Buffer.from('MZ\x90\0', 'latin1') },
    { name: 'program.pdf', bytes: Buffer.from('MZ\x90\0%PDF-1.4', 'latin1') },
    { name: 'policy.pdf.exe', bytes: pdf },
    { name: 'policy.exe.pdf', bytes: pdf },
    { name: 'policy.docx', bytes: pdf },
    { name: 'empty.pdf', bytes: Buffer.alloc(0) },
    { name: 'link.docx', bytes: makeZip([...officeParts('docx'), link]) },
    { name: 'macro.docx', bytes: makeZip([...officeParts('docx'), { name: 'word/vbaProject.bin', data: Buffer.from('x') }]) },
    { name: 'flood.png', bytes: await picture(9000) },
    // Taken: a PDF that goes on as a page, a name that is a path, a name with marks, a test virus where nothing scans.
    { name: 'polyglot.pdf', bytes: Buffer.concat([pdf, html]), isTaken: true },
    { name: '../../../../tmp/escaped.pdf', bytes: makePdf('Of a path.'), isTaken: true },
    { name: 'C:\\Windows\\escaped.pdf', bytes: makePdf('Of another path.'), isTaken: true },
    { name: 'turned\u202efdp.pdf', bytes: makePdf('Of a mark.'), isTaken: true },
    { name: 'quote".pdf', bytes: makePdf('Of a quote.'), isTaken: true },
    { name: 'eicar.txt', bytes: Buffer.from(EICAR), isTaken: true },
    { name: 'good.png', bytes: await picture(20), isTaken: true },
  ];
}

const formOf = (stage: Stage, sent: Sent): Buffer =>
  multipart(sent, { facts: JSON.stringify({ assessmentIds: [stage.own.assessment], class: 'F', title: 'An upload' }) });

const bearer = (stage: Stage) => ({ Authorization: `Bearer ${stage.people.analyst.token}` });
const addressOf = (stage: Stage) => `/api/v1/programs/${stage.own.slug}/evidence`;

const send = (stage: Stage, sent: Sent): Promise<Answer> =>
  stage.client.send({
    method: 'POST',
    path: addressOf(stage),
    headers: { ...bearer(stage), 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: formOf(stage, sent),
  });

/** Whether a browser would show it, or be told that it is something to run. */
function isInline({ headers }: Answer): boolean {
  const sandboxed =
    /sandbox/.test(String(headers['content-security-policy'])) && /default-src 'none'/.test(String(headers['content-security-policy']));
  const saved = /^attachment;/.test(headers['content-disposition'] ?? '') && headers['content-type'] === 'application/octet-stream';
  return !(sandboxed && saved && headers['x-content-type-options'] === 'nosniff');
}

async function checkServed(stage: Stage, tally: Tally, { name }: Sent, answer: Answer): Promise<number> {
  const { evidenceIds } = JSON.parse(answer.text) as { evidenceIds: string[] };
  const content = await stage.client.send({ path: `/api/v1/evidence/${evidenceIds[0]}/content`, headers: bearer(stage) });
  tally.check(content.status === 200 && !isInline(content), `${name} is served inline: ${JSON.stringify(content.headers)}`);
  tally.check(
    !/[\\/\u202e]|\.\./.test(decodeURIComponent(content.headers['content-disposition'] ?? '').replace("UTF-8''", '')),
    `${name}: its name escapes`,
  );
  const item = await stage.client.send({ path: `/api/v1/evidence/${evidenceIds[0]}`, headers: bearer(stage) });
  tally.check(/"scan":"not_scanned"/.test(item.text), `${name} is not said to be unscanned`);
  return isInline(content) ? 1 : 0;
}

/** Says that five gigabytes follow. @returns the status, or 0 when the connection was ended */
function announceGigabytes(stage: Stage): Promise<number> {
  const url = new URL(stage.web.baseUrl);
  return new Promise((resolve) => {
    const headers = {
      ...bearer(stage),
      'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
      'Content-Length': String(5 * 1024 ** 3),
    };
    const request = http.request({ host: url.hostname, port: url.port, method: 'POST', path: addressOf(stage), headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.on('error', () => resolve(0));
    request.write(`--${BOUNDARY}\r\n`);
  });
}

async function hostileUploads(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  let inline = 0;
  let taken = 0;
  const files = await uploads();
  for (const sent of files) {
    const answer = await send(stage, sent);
    const wanted = sent.isTaken ? [201] : [400, 413, 415, 422];
    tally.check(wanted.includes(answer.status), `${sent.name}: ${answer.status} ${answer.text.slice(0, 200)}`);
    if (answer.status !== 201) continue;
    taken += 1;
    inline += await checkServed(stage, tally, sent, answer);
  }
  const huge = await announceGigabytes(stage);
  tally.check(huge === 413, `5 GB: ${huge}`);
  const large = await send(stage, { name: 'large.txt', bytes: Buffer.alloc(52 * 1024 * 1024, 97) });
  tally.check(large.status === 413, `52 MiB: ${large.status}`);
  const escapes = ['/tmp/escaped.pdf', join(stage.web.dataFolder, 'escaped.pdf')].filter((path) => existsSync(path)).length;
  tally.check(escapes === 0, 'a name was taken for a path');
  const byForm = await attackUploadPage(stage, tally, files);
  const page = await stage.client.send({ path: '/sign-in' });
  const isGood = byForm.good === 200 && byForm.spent === 201;
  return tally.figures(
    { uploads: files.length + 2, taken, 'by the form': files.length, 'taken by the form': byForm.taken, 'served inline': inline, escapes },
    {
      what: 'a page of the product, which a browser shows; and a good file of somebody with the right, whose ticket is taken',
      failedAsItMust: isInline(page) && isGood,
      figures: { 'page inline': isInline(page) ? 1 : 0, 'good upload': byForm.good, 'its ticket': byForm.spent },
    },
  );
}

export const uploadTests: readonly TrustTest[] = [
  {
    id: 'E7',
    title:
      'Uploads: pages, drawings, programs, polyglots, double endings, wrong types, a test virus, nothing, 5 GB, pixel floods, paths, links',
    must: 'refused, or kept under their digest and served to be saved, in a sandbox, marked as not scanned',
    run: hostileUploads,
  },
];
