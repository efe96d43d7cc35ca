import { expect } from "chai";
import { bytesText } from "../../../automation/cli/bytesText.ts";
import { copyLine, progressText } from "../../../automation/cli/copyText.ts";

describe("numbers of bytes", () => {
  it("are told in the unit that fits, to three digits", () => {
    const texts = [0, 1, 999, 1000, 12_340, 999_499, 999_500, 1_073_741_824, 55e12].map(bytesText);
    const kilo = ["1.00 kB", "12.3 kB", "999 kB"];
    expect(texts).to.deep.equal(["0 bytes", "1 byte", "999 bytes", ...kilo, "1.00 MB", "1.07 GB", "55.0 TB"]);
  });
});

describe("a copy in words", () => {
  const plan = {
    release: "1.39.7",
    source: "s3://from",
    target: "s3://to",
    objects: 57,
    bytes: 412_000_000,
    toCopyObjects: 1,
    toCopyBytes: 25_000,
    complete: false,
    images: ["123456789012.dkr.ecr.us-east-1.amazonaws.com/panther:1"],
  };

  it("says what there is to do, and what is left to a person", () => {
    expect(copyLine({ type: "copy-planned", ...plan })).to.equal(
      [
        "v1.39.7: s3://from → s3://to",
        "  57 objects, 412 MB; to copy: 1 object, 25.0 kB",
        "  by hand: the image 123456789012.dkr.ecr.us-east-1.amazonaws.com/panther:1,",
        "           which is in a registry and is not copied",
      ].join("\n"),
    );
    expect(copyLine({ type: "copy-planned", ...plan, complete: true })).to.include("all of it is there");
  });

  it("says what was done", () => {
    const done = copyLine({ type: "copy-finished", ...plan, seconds: 3.14 });
    expect(done).to.equal("v1.39.7 is in s3://to: 1 object, 25.0 kB in 3.1 s");
  });

  it("says how far it is", () => {
    const progress = { type: "copy-progress", objectsDone: 7, objects: 1019, bytesDone: 999, bytes: 1000 } as const;
    expect(progressText(progress)).to.equal("99 %  999 bytes of 1.00 kB, 7 of 1,019 objects");
    expect(progressText({ ...progress, bytesDone: 0, bytes: 0 })).to.include("100 %");
    expect(copyLine(progress)).to.equal(undefined);
  });
});
