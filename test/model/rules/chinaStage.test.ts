import { expect } from "chai";
import { parseVersion } from "../../../model/release/version.ts";
import { type PlainUp, stageOfHop, stageOfPlainUp } from "../../../model/rules/chinaStage.ts";

const release = parseVersion("1.39.7");

describe("how far a plain up of a Panther split in China goes", () => {
  const complete: PlainUp = {
    environment: "prod",
    release,
    rootTemplateUrl: "https://example.s3.cn-north-1.amazonaws.com.cn/v1.39.7/panther.yml",
    templateIsThere: true,
    createsBucket: true,
    backendStands: true,
    webStands: true,
    secretName: "panther/china",
    secretHasValue: true,
  };
  const stage = (values: Partial<PlainUp>) => stageOfPlainUp({ ...complete, ...values });
  const first = { backendStands: false, webStands: false, secretHasValue: false };

  it("is the bucket alone while the release is not in it, and says how to copy it", () => {
    const { kind, next } = { next: undefined, ...stage({ ...first, templateIsThere: false }) };
    expect(kind).to.equal("bucket");
    expect(next).to.include("panther china copy prod --release v1.39.7").and.include("panther deploy prod");
  });

  it("is nothing where a release is not copied and there is no bucket to make, or something stands", () => {
    const missing = { ...first, templateIsThere: false };
    for (const values of [{ createsBucket: false }, { backendStands: true }, { webStands: true }]) {
      const { kind, message, fix } = { message: "", fix: "", ...stage({ ...missing, ...values }) };
      expect(kind, JSON.stringify(values)).to.equal("refused");
      expect(message).to.include("there is no https://example.s3.cn-north-1.amazonaws.com.cn/v1.39.7/panther.yml");
      expect(fix).to.include("panther china copy prod --release v1.39.7");
    }
  });

  it("is the backend while the secret has no value, and says what gives it one", () => {
    for (const backendStands of [false, true]) {
      const found = stage({ ...first, backendStands });
      expect(found).to.include({ kind: "sides", web: "none" });
      expect("next" in found && found.next)
        .to.include("panther/china")
        .and.include("panther china rotate-key prod");
    }
  });

  it("is both sides once the secret has a value, and from then on", () => {
    for (const values of [{ ...first, secretHasValue: true }, { secretHasValue: false }, {}])
      expect(stage(values)).to.deep.equal({ kind: "sides", web: "whole" });
  });
});

describe("how far the driver's up of a Panther split in China goes", () => {
  const nothing = { backendStands: false, webStands: false };
  const web = { kind: "release", release, phase: "whole", parameters: [] } as const;

  it("is what the driver says", () => {
    expect(stageOfHop({ stage: "bucket" }, nothing)).to.deep.equal({ kind: "bucket" });
    expect(stageOfHop({ web: { kind: "absent" } }, nothing)).to.deep.equal({ kind: "sides", web: "none" });
    expect(stageOfHop({}, { ...nothing, backendStands: true })).to.deep.equal({ kind: "sides", web: "none" });
    const role = { kind: "role", release: parseVersion("1.38.5") } as const;
    expect(stageOfHop({ web: role }, nothing)).to.deep.equal({ kind: "sides", web: "role" });
    expect(stageOfHop({ web }, nothing)).to.deep.equal({ kind: "sides", web: "whole" });
    expect(stageOfHop({ web }, { backendStands: true, webStands: true })).to.include({ web: "whole" });
  });

  it("never leaves out what stands, which would delete it", () => {
    const says = (hop: Parameters<typeof stageOfHop>[0], standing: Parameters<typeof stageOfHop>[1]) => {
      const found = stageOfHop(hop, standing);
      return found.kind === "refused" ? found.message : found.kind;
    };
    expect(says({ stage: "bucket" }, { ...nothing, backendStands: true })).to.include("The backend stands");
    expect(says({ stage: "bucket", web }, { ...nothing, webStands: true })).to.include("The web app stands");
    expect(says({ web: { kind: "absent" } }, { ...nothing, webStands: true })).to.include("The web app stands");
  });
});
