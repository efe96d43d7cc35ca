import { expect } from "chai";
import fc from "fast-check";
import { ContentMemory, type Piece } from "../../../../automation/china/copy/contentMemory.ts";
import { partsOf } from "../../../../automation/china/copy/partsOf.ts";
import { partBytes } from "../../../../automation/china/copy/releaseTarget.ts";

const grain = 64 * 1024;
const all = 8 * grain;

describe("memory for content", () => {
  it("hands out pieces that never overlap, and all of them in the order in which they were asked for", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ size: fc.integer({ min: 0, max: all }), held: fc.nat(3) }), { maxLength: 30 }),
        async (wishes) => {
          const memory = new ContentMemory(all);
          const inUse = new Set<Piece>();
          const served: number[] = [];
          const use = async ({ size, held }: (typeof wishes)[number], index: number) => {
            const piece = await memory.take(size);
            served.push(index);
            expect(piece.bytes.length).to.equal(size);
            for (const other of inUse) expect(overlap(piece.bytes, other.bytes)).to.equal(false);
            inUse.add(piece);
            for (let turn = 0; turn < held; turn += 1) await new Promise(setImmediate);
            inUse.delete(piece);
            piece.free();
          };
          await Promise.all(wishes.map(use));
          expect(served).to.deep.equal(wishes.map((_, index) => index));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("says so where something can never fit", async () => {
    const error = await new ContentMemory(all).take(all + 1).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(RangeError);
  });

  it("cuts a stream into parts as whole as they can be, whatever pieces it comes in", async () => {
    const size = 2 * partBytes + 12_345;
    const content = Buffer.alloc(size, "0123456789abc");
    for (const step of [65_536, partBytes, partBytes + 1, size]) {
      const memory = new ContentMemory(partBytes);
      const lengths: number[] = [];
      async function* stream() {
        for (let at = 0; at < size; at += step) yield content.subarray(at, at + step);
      }
      for await (const { number, piece } of partsOf(stream(), size, memory)) {
        const start = (number - 1) * partBytes;
        expect(piece.bytes.equals(content.subarray(start, start + piece.bytes.length))).to.equal(true);
        lengths.push(piece.bytes.length);
        piece.free();
      }
      expect(lengths).to.deep.equal([partBytes, partBytes, 12_345]);
    }
  });
});

function overlap(one: Buffer, other: Buffer): boolean {
  if (one.buffer !== other.buffer || one.length === 0 || other.length === 0) return false;
  return one.byteOffset < other.byteOffset + other.length && other.byteOffset < one.byteOffset + one.length;
}
