// make_bad.mjs SOUND.fit FOLDER: files that are wrong in every way a file can be.
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { deflateRawSync, gzipSync } from "node:zlib";

const [sound, folder] = process.argv.slice(2);
const fit = readFileSync(sound);
const put = (name, bytes) => writeFileSync(`${folder}/${name}`, bytes);
const crcTable = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1; return c >>> 0; });
// zlib.crc32 is not in the node of Debian 12.
const crc32 = (bytes) => { let c = 0xffffffff; for (const b of bytes) c = crcTable[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };

// A ZIP of one entry; `lie` changes what its headers say.
function zip(name, bytes, lie = {}) {
  const packed = deflateRawSync(bytes);
  const says = { crc: crc32(bytes), packed: packed.length, size: bytes.length, offset: 0, ...lie };
  const local = Buffer.alloc(30), central = Buffer.alloc(46), end = Buffer.alloc(22), id = Buffer.from(name);
  local.writeUInt32LE(0x04034b50, 0); local.writeUInt16LE(20, 4); local.writeUInt16LE(8, 8);
  local.writeUInt32LE(says.crc, 14); local.writeUInt32LE(says.packed, 18); local.writeUInt32LE(says.size, 22); local.writeUInt16LE(id.length, 26);
  central.writeUInt32LE(0x02014b50, 0); central.writeUInt16LE(20, 4); central.writeUInt16LE(20, 6); central.writeUInt16LE(8, 10);
  central.writeUInt32LE(says.crc, 16); central.writeUInt32LE(says.packed, 20); central.writeUInt32LE(says.size, 24);
  central.writeUInt16LE(id.length, 28); central.writeUInt32LE(says.offset, 42);
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(1, 8); end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + id.length, 12); end.writeUInt32LE(30 + id.length + packed.length, 16);
  return Buffer.concat([local, id, packed, central, id, end]);
}

put("empty.fit", "");
put("text.fit", "hello");
put("bomb.tcx.gz", gzipSync(Buffer.concat([Buffer.from('<?xml version="1.0"?>\n<TrainingCenterDatabase>'), Buffer.alloc(300 * 1024 * 1024, " ")])));
put("crc.zip", zip("run.fit", fit, { crc: 0x12345678 }));
put("small.zip", zip("run.fit", fit, { size: 100 }));
put("far.zip", zip("run.fit", fit, { offset: 0x7fffffff }));
put("climb.zip", zip("../../../climbed.fit", fit));
put("cut.zip", zip("run.fit", fit).subarray(0, fit.length >> 1));
for (const [what, make] of [
  ["cut", (i) => fit.subarray(0, Math.floor((fit.length * (i + 0.5)) / 24))],
  ["flip", (i) => { const copy = Buffer.from(fit); const bit = Math.floor((fit.length * 8 * (i + 0.37)) / 24); copy[bit >> 3] ^= 1 << (bit & 7); return copy; }]]) {
  mkdirSync(`${folder}/${what}`);
  for (let i = 0; i < 24; i++) put(`${what}/${what}${String(i).padStart(2, "0")}.fit`, make(i));
}
