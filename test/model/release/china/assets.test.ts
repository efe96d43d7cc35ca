import { expect } from "chai";
import { sourceRegion } from "../../../../model/release/china/asset.ts";
import { assetReferences } from "../../../../model/release/china/assets.ts";
import { published } from "./support.ts";

const source = { buckets: [published] };

/** The references of a resource whose properties are these lines. */
function referencesOf(type: string, properties: string, rest = "") {
  const text = `Resources:\n  Thing:\n    Type: ${type}\n    Properties:\n${properties.replace(/^/gm, "      ")}\n${rest}`;
  return assetReferences(text, source);
}

const objectsOf = (...request: Parameters<typeof referencesOf>) =>
  referencesOf(...request).objects.map(({ key, kind }) => `${kind} ${key}`);

describe("what a template names in its release's bucket", () => {
  const hosts = {
    "without a region": `https://${published}.s3.amazonaws.com/abc`,
    "with a region": `https://${published}.s3.us-west-1.amazonaws.com/abc`,
    "with a region after a dash": `https://${published}.s3-us-west-1.amazonaws.com/abc`,
    "dual stack": `https://${published}.s3.dualstack.us-west-1.amazonaws.com/abc`,
    "with the bucket in the path": `https://s3.us-west-1.amazonaws.com/${published}/abc`,
    "with the bucket in the path, without a region": `https://s3.amazonaws.com/${published}/abc`,
    "with the bucket in the path, after a dash": `https://s3-us-west-1.amazonaws.com/${published}/abc`,
  };
  for (const [style, url] of Object.entries(hosts)) {
    it(`finds a host ${style}`, () => {
      expect(objectsOf("AWS::CloudFormation::Stack", `TemplateURL: ${url}`)).to.deep.equal(["template abc"]);
    });
  }

  const expressions = {
    "a text in quotes": `'s3://${published}/abc'`,
    "Fn::Sub in short": "!Sub s3://panther-enterprise-${AWS::Region}/abc",
    "Fn::Sub in long": "{'Fn::Sub': 's3://panther-enterprise-${AWS::Region}/abc'}",
    "Fn::Sub with variables":
      "!Sub ['https://${B}.s3.${AWS::URLSuffix}/abc', {B: !Sub 'panther-enterprise-${AWS::Region}'}]",
    "Fn::Join in short": "!Join ['', ['s3://panther-enterprise-', !Ref AWS::Region, '/abc']]",
    "Fn::Join in long": "{'Fn::Join': ['/', ['s3:/', {'Fn::Sub': 'panther-enterprise-${AWS::Region}'}, abc]]}",
    "Fn::FindInMap": "!FindInMap [Assets, !Ref AWS::Region, Code]",
    "Fn::Select": `!Select [1, [other, s3://${published}/abc]]`,
    "an ARN": "!Sub arn:${AWS::Partition}:s3:::panther-enterprise-${AWS::Region}/abc",
    "bucket and key": `${published}/abc`,
    "one of two": `!If [Yes, s3://${published}/abc, s3://somewhere/else]`,
  };
  const mapping = `Mappings:\n  Assets:\n    us-west-1: {Code: s3://${published}/abc}`;
  for (const [name, expression] of Object.entries(expressions)) {
    it(`finds ${name}`, () => {
      expect(objectsOf("AWS::Serverless::Function", `CodeUri: ${expression}`, mapping)).to.deep.equal(["code abc"]);
    });
  }

  it("finds bucket and key in an object, whatever the property calls them", () => {
    const pairs: readonly (readonly [string, string, string])[] = [
      ["AWS::Lambda::Function", `Code: {S3Bucket: ${published}, S3Key: abc}`, "code abc"],
      ["AWS::Lambda::LayerVersion", `Content: {S3Bucket: ${published}, S3Key: abc}`, "layer abc"],
      ["AWS::Serverless::LayerVersion", `ContentUri: {Bucket: ${published}, Key: abc}`, "layer abc"],
      ["AWS::AppSync::GraphQLSchema", `DefinitionS3Location: s3://${published}/abc`, "schema abc"],
      [
        "AWS::ApiGateway::RestApi",
        `BodyS3Location: {Bucket: !Sub 'panther-enterprise-\${AWS::Region}', Key: abc}`,
        "schema abc",
      ],
      ["AWS::Some::Thing", `Deep: [{S3BucketName: ${published}, S3ObjectKey: abc}]`, "other abc"],
      ["AWS::CodeBuild::Project", `Source: {Type: S3, Location: ${published}/abc}`, "other abc"],
    ];
    for (const [type, properties, expected] of pairs) {
      expect(objectsOf(type, properties), type).to.deep.equal([expected]);
    }
  });

  it("finds several in one text, and decodes the keys of URLs", () => {
    const script = `UserData: !Base64\n  Fn::Sub: |\n    aws s3 cp s3://${published}/abc \${Dir}\n    curl 'https://${published}.s3.amazonaws.com/a%20b' # ${published}`;
    expect(objectsOf("AWS::EC2::Instance", script)).to.deep.equal(["other abc", "other a b"]);
    expect(objectsOf("AWS::Some::Thing", `Url: https://${published}.s3.amazonaws.com/a%`)).to.deep.equal(["other a%"]);
  });

  it("says where each stands", () => {
    const [first] = referencesOf("AWS::Some::Thing", `Deep: [{Url: s3://${published}/abc}]`).objects;
    expect(first?.place).to.equal("Resources.Thing.Properties.Deep[0].Url");
  });

  it("leaves what is no asset of the release, and what people read", () => {
    const properties = [
      "OutputLocation: !Sub s3://${Results}/panther/",
      "DestinationBucketName: my-bucket",
      "LogFilePrefix: audit/",
      `Description: what s3://${published}/abc is for`,
      `Other: s3://${published}-backup/abc`,
      `Another: s3://my-${published}/abc`,
      "S3Bucket: !Ref Bucket",
    ].join("\n");
    const rest = `Parameters:\n  Url:\n    AllowedPattern: ^s3://${published}/.*$\nMetadata:\n  From: s3://${published}/abc`;
    expect(referencesOf("AWS::Some::Thing", properties, rest)).to.deep.equal({ objects: [], images: [], problems: [] });
  });

  it("finds the default of a parameter", () => {
    const { objects } = referencesOf(
      "AWS::Some::Thing",
      "A: b",
      `Parameters:\n  Url:\n    Default: s3://${published}/abc`,
    );
    expect(objects.map(({ place }) => place)).to.deep.equal(["Parameters.Url.Default"]);
  });

  it("lets a policy name all objects at once", () => {
    const statement = (arn: string) => `Policies: [{Statement: [{Effect: Allow, Resource: !Sub '${arn}'}]}]`;
    for (const end of ["", "/*", "/a?c"]) {
      const properties = statement(`arn:\${AWS::Partition}:s3:::panther-enterprise-\${AWS::Region}${end}`);
      expect(referencesOf("AWS::Serverless::Function", properties), end).to.deep.equal({
        objects: [],
        images: [],
        problems: [],
      });
    }
  });

  const unclear = {
    "a bucket alone": `Bucket: ${published}`,
    "a bucket alone, as a computed name": "Bucket: !Sub panther-enterprise-${AWS::Region}",
    "a bucket in a URL": `Url: s3://${published}`,
    "all objects, outside of a policy": `Arn: arn:aws:s3:::${published}/*`,
    "a key that only the deployment knows": `Url: !Sub s3://${published}/\${Version}`,
    "a key in a variable that a condition decides": `Url: !Sub ['s3://${published}/\${K}', {K: !If [A, b, c]}]`,
    "a key beside a bucket that only the deployment knows": `Code: {S3Bucket: ${published}, S3Key: !Ref Key}`,
    "a key beside a bucket that a condition decides": `Code: {S3Bucket: ${published}, S3Key: !If [A, b, c]}`,
    "a version of an object": `Code: {S3Bucket: ${published}, S3Key: abc, S3ObjectVersion: v1}`,
    "a version in a URL": `Url: https://${published}.s3.amazonaws.com/abc?versionId=v1`,
    "a host without a path": `Domain: ${published}.s3.amazonaws.com`,
    "bucket and key where no location is asked for": `Name: ${published}/abc`,
    "a bucket in a text": `Text: Read it from ${published}.`,
    "parts that can't be joined": "Url: !Join ['', ['s3://panther-enterprise-', !Ref AWS::Region, '/', !Ref Key]]",
    "a part of a longer text that is put together": `Url: !Join ['', ['s3://${published}/a s3://panther-enterprise-', !Ref AWS::Region, '/b']]`,
    "a row that only the deployment knows": "Url: !FindInMap [Assets, !Ref Stage, Code]",
  };
  for (const [name, properties] of Object.entries(unclear)) {
    it(`can't tell the object of ${name}`, () => {
      const { problems } = referencesOf("AWS::Some::Thing", properties, mapping);
      expect(problems.map(({ place }) => place.split(".").slice(0, 3).join("."))).to.deep.equal([
        "Resources.Thing.Properties",
      ]);
    });
  }

  it("joins parts of which one alone is open", () => {
    const joined = `Command: !Join [' ', [aws s3 cp, 's3://${published}/abc', !Ref Dir]]`;
    expect(objectsOf("AWS::Some::Thing", joined)).to.deep.equal(["other abc"]);
  });

  it("says of a text that is no template why", () => {
    for (const text of ["a: [", "just text", "", "- a", "a: *b", "? [a]\n: b"]) {
      expect(assetReferences(text, source).problems, text).to.have.length(1);
    }
  });

  it("knows the region of Panther's buckets", () => {
    expect(sourceRegion({ buckets: ["panther-enterprise-ap-southeast-2"] })).to.equal("ap-southeast-2");
    expect(sourceRegion({ buckets: ["mirror", "x-us-gov-west-1"] })).to.equal("us-gov-west-1");
    expect(sourceRegion({ buckets: ["mirror"] })).to.equal(undefined);
    expect(sourceRegion({ buckets: ["x-us-west-1"], region: "eu-west-1" })).to.equal("eu-west-1");
  });

  it("takes no region from the bucket where it is said that nobody knows it", () => {
    const text = "Resources:\n  A:\n    Url: !Sub s3://x-us-west-1/${AWS::Region}/abc";
    expect(assetReferences(text, { buckets: ["x-us-west-1"], region: undefined }).problems).to.have.length(1);
    expect(assetReferences(text, { buckets: ["x-us-west-1"] }).objects[0]?.key).to.equal("us-west-1/abc");
  });

  it("takes a blank bucket for none", () => {
    const text = "Resources:\n  A:\n    Url: s3://mirror/abc\n    B: ''";
    expect(assetReferences(text, { buckets: [""] })).to.deep.equal({ objects: [], images: [], problems: [] });
  });

  it("leaves the region open where nobody knows it", () => {
    const text = "Resources:\n  A:\n    Url: !Sub https://mirror.s3.${AWS::Region}.amazonaws.com/abc";
    expect(assetReferences(text, { buckets: ["mirror"] }).objects.map(({ key }) => key)).to.deep.equal(["abc"]);
  });
});

describe("the images that a template names", () => {
  const imagesOf = (...request: Parameters<typeof referencesOf>) =>
    referencesOf(...request).images.map(({ uri }) => uri);

  it("are those in registries, with what is open left open", () => {
    const task = (image: string) =>
      imagesOf("AWS::ECS::TaskDefinition", `ContainerDefinitions: [{Name: web, Image: ${image}}]`);
    expect(task("349240696275.dkr.ecr.us-west-1.amazonaws.com/web:1.39.7")).to.deep.equal([
      "349240696275.dkr.ecr.us-west-1.amazonaws.com/web:1.39.7",
    ]);
    expect(task("!Sub '349240696275.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/web:${Tag}'")).to.deep.equal([
      "349240696275.dkr.ecr.us-west-1.amazonaws.com/web:${Tag}",
    ]);
    expect(task("nginx:latest")).to.deep.equal(["nginx:latest"]);
    expect(imagesOf("AWS::Lambda::Function", "Code: {ImageUri: public.ecr.aws/a/b:1}")).to.deep.equal([
      "public.ecr.aws/a/b:1",
    ]);
    expect(imagesOf("AWS::Serverless::Function", "ImageUri: a/b")).to.deep.equal(["a/b"]);
  });

  it("are not those of other properties and of no resource at all", () => {
    expect(imagesOf("AWS::CodeBuild::Project", "Environment: {Image: aws/codebuild/standard:5.0}")).to.deep.equal([]);
    expect(assetReferences("Outputs: {}", source).images).to.deep.equal([]);
  });
});
