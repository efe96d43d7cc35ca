import { expect } from "chai";
import fc from "fast-check";
import { isOwnBucket } from "../../../../model/teardown/buckets/ownBucket.ts";

const tag = (Key: string | undefined, Value: string | undefined) => ({ Key, Value });
const own = [tag("Application", "Panther"), tag("Stack", "panther-bootstrap")];

describe("tags of Panther's own buckets", () => {
  it("are both, in any order, among others", () => {
    const others = fc.array(fc.record({ Key: fc.string(), Value: fc.string() }));
    fc.assert(
      fc.property(others, fc.nat(), (rest, at) => {
        const [application, stack] = own;
        const all = [...rest.slice(0, at), stack, ...rest.slice(at), application].flatMap((one) => one ?? []);
        expect(isOwnBucket(all)).to.equal(true);
      }),
    );
  });

  it("are no tags that resemble them", () => {
    const alike = fc.constantFrom("Panther", "panther", "panther-bootstrap", "Panther-Bootstrap", "", undefined);
    const keys = fc.constantFrom("Application", "application", "Stack", "stack", undefined);
    fc.assert(
      fc.property(fc.array(fc.record({ Key: keys, Value: alike }), { maxLength: 4 }), (tags) => {
        const has = (key: string, value: string) => tags.some(({ Key, Value }) => Key === key && Value === value);
        expect(isOwnBucket(tags)).to.equal(has("Application", "Panther") && has("Stack", "panther-bootstrap"));
      }),
    );
    expect(isOwnBucket([tag("Application", "panther-bootstrap"), tag("Stack", "Panther")])).to.equal(false);
  });
});
