import { crc32 } from "node:zlib";

const localSignature = 0x04034b50;
const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;
const version = 20;
// 1980-01-01, the earliest date of the format: the same content has to give the same bytes on any day.
const date = 0x0021;
const unixExecutable = (0o100755 << 16) >>> 0;
const madeByUnix = (3 << 8) | version;

export interface ZipEntry {
  readonly name: string;
  readonly body: Uint8Array;
}

/** A ZIP archive with its entries stored, not compressed; the same entries always give the same bytes. */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, body } of entries) {
    const fileName = Buffer.from(name, "utf8");
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(version, 0);
    shared.writeUInt16LE(date, 8);
    shared.writeUInt32LE(crc32(body), 10);
    shared.writeUInt32LE(body.length, 14);
    shared.writeUInt32LE(body.length, 18);
    shared.writeUInt16LE(fileName.length, 22);
    const local = Buffer.concat([word(localSignature), shared, fileName, body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(unixExecutable, 6);
    tail.writeUInt32LE(offset, 10);
    const made = Buffer.alloc(2);
    made.writeUInt16LE(madeByUnix);
    centrals.push(Buffer.concat([word(centralSignature), made, shared, tail, fileName]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, word(endSignature), end]);
}

function word(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
