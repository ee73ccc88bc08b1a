/** Zips as attackers make them: every field of an entry can lie. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  data: Buffer;
  /** Kept as it is instead of being packed. */
  stored?: boolean;
  /** What the headers say it unpacks to, and how it is flagged. */
  declaredSize?: number;
  flags?: number;
  /** Unix mode, for links. */
  mode?: number;
}

function headerOf(entry: ZipEntry, packed: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(entry.flags ?? 0, 2);
  header.writeUInt16LE(entry.stored ? 0 : 8, 4);
  header.writeUInt32LE(0x21_00_00, 6);
  header.writeUInt32LE(crc32(entry.data) >>> 0, 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(entry.declaredSize ?? entry.data.length, 18);
  header.writeUInt16LE(Buffer.byteLength(entry.name), 22);
  return header;
}

/** @param count what the end of the directory says, where it lies */
export function makeZip(entries: readonly ZipEntry[], count = entries.length): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = entry.stored ? entry.data : deflateRawSync(entry.data, { level: 9 });
    const name = Buffer.from(entry.name);
    const header = headerOf(entry, packed);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), header, name, packed]);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 6);
    central.writeUInt32LE(offset, 10);
    // The maker is Unix, so that the mode counts.
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), header, central, name]));
    parts.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Math.min(count, 65_535), 4);
  end.writeUInt16LE(Math.min(count, 65_535), 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, listing, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const CONTENT_TYPES = (part: string, type: string): string =>
  `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`;

/** The parts of a small Word document or workbook, in the order in which programs write them. */
export function officeParts(kind: 'docx' | 'xlsx', body = 'Text of the document.'): ZipEntry[] {
  const [part, type] = kind === 'docx' ? ['word/document.xml', 'wordprocessingml.document'] : ['xl/workbook.xml', 'spreadsheetml.sheet'];
  const xml =
    kind === 'docx'
      ? `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${body}</w:t></w:r></w:p></w:body></w:document>`
      : `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>`;
  const rels = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${part}"/></Relationships>`;
  return [
    { name: '[Content_Types].xml', data: Buffer.from(CONTENT_TYPES(part ?? '', type ?? '')) },
    { name: '_rels/.rels', data: Buffer.from(rels) },
    { name: part ?? '', data: Buffer.from(xml) },
  ];
}
