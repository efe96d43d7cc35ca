import { expect } from "chai";
import { stateOfReleaseBucket } from "../../../model/teardown/keptState.ts";

const urnOf = (type: string, name: string) => `urn:pulumi:test::panther::${type}::${name}`;
const stack = { urn: urnOf("pulumi:pulumi:Stack", "panther-test"), type: "pulumi:pulumi:Stack" };
const provider = (name: string) => ({
  urn: urnOf("pulumi:providers:aws", name),
  type: "pulumi:providers:aws",
  parent: stack.urn,
});
const china = provider("china");
const web = provider("web");
const type = "panther:index:PantherReleaseBucket";
const component = { urn: urnOf(type, "release-bucket"), type, parent: stack.urn };
const child = (kind: string) => ({
  urn: urnOf(`${type}$${kind}`, kind),
  type: kind,
  parent: component.urn,
  provider: `${china.urn}::0123-id`,
});
const bucket = { ...child("aws:s3/bucket:Bucket"), protect: true };
const role = { urn: urnOf("aws:cloudformation/stack:Stack", "role"), type: "aws:cloudformation/stack:Stack" };
const versioning = {
  ...child("aws:s3/bucketVersioning:BucketVersioning"),
  dependencies: [bucket.urn, role.urn],
  propertyDependencies: { bucket: [bucket.urn], other: [role.urn], none: null },
  deletedWith: role.urn,
};
const policy = { ...child("aws:s3/bucketPolicy:BucketPolicy"), dependencies: [bucket.urn, role.urn] };
const told = { ...stack, outputs: { rootStackId: "arn" } };
const all = [told, china, web, component, bucket, versioning, role, policy, { ...bucket, delete: true }];

describe("the state of a release bucket that stays", () => {
  it("has the bucket with what it hangs on, depends on nothing that is gone, and tells no outputs", () => {
    const kept = stateOfReleaseBucket(all);
    expect(kept).to.deep.equal([
      { ...stack, outputs: {} },
      china,
      component,
      bucket,
      {
        ...versioning,
        dependencies: [bucket.urn],
        propertyDependencies: { bucket: [bucket.urn], other: [], none: null },
        deletedWith: "",
      },
    ]);
    expect(stateOfReleaseBucket(kept)).to.deep.equal(kept);
  });

  it("is nothing where the state has no bucket, as of one that somebody else made", () => {
    expect(stateOfReleaseBucket([told, china, web, component, role, policy])).to.deep.equal([]);
    const foreign = { ...bucket, urn: urnOf("aws:s3/bucket:Bucket", "own") };
    expect(stateOfReleaseBucket([told, foreign])).to.deep.equal([]);
  });
});
