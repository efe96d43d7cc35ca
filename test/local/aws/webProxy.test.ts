import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import { type LocalAws, startLocalAws } from "../../../local/aws/instance.ts";
import { defaultAccount, defaultChinaAccount } from "../../../local/aws/scope.ts";
import { releaseVersions } from "../../../local/releases/releases.ts";
import { localFolder } from "../../../local/setup/places.mjs";
import { deploy, deployBridge, newKey, type SdkConfig, update } from "./chinaSide.ts";

const directory = join(localFolder(), "test", `web-proxy-${process.pid}`);
const webRegion = "ap-southeast-1";
const place = { cluster: "panther-china-web-cluster", service: "panther-china-web" };
const releases = releaseVersions.slice(-2);

describe("Panther's web app in front of China on local AWS", () => {
  let aws: LocalAws;
  let china: SdkConfig;
  let web: SdkConfig;
  let bridge: { readonly apiId: string; readonly planId: string };
  const start = () => startLocalAws({ directory, owner: process.pid, keySeconds: 0 });
  const secrets = () => new SecretsManagerClient(web);

  const config = (accessKeyId: string, region: string): SdkConfig => ({
    endpoint: aws.endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: "local" },
  });
  const content = (API_KEY: string, URL = `https://${bridge.apiId}.execute-api.cn-north-1.amazonaws.com.cn/prod`) =>
    JSON.stringify({ URL, API_KEY });
  const ask = async (region = webRegion) => {
    const answer = await fetch(`${aws.endpoint}/_local/web/${defaultAccount}/${region}/panther-source-api`);
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  const release = (version = "") => ({
    TemplateURL: `https://panther-enterprise-${webRegion}.s3.${webRegion}.amazonaws.com/v${version}/proxy_panther.yml`,
    Parameters: [{ ParameterKey: "FirstUserEmail", ParameterValue: "first.user@example.com" }],
    Capabilities: ["CAPABILITY_IAM" as const],
  });
  const put = (text: string) =>
    secrets().send(new PutSecretValueCommand({ SecretId: "panther/china", SecretString: text }));

  before(async () => {
    mkdirSync(directory, { recursive: true });
    aws = await start();
    china = config(defaultChinaAccount, "cn-north-1");
    web = config(defaultAccount, webRegion);
    bridge = await deployBridge(china);
  });
  after(async () => {
    await aws.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("answers with what its tasks read when they started, until they are started anew", async () => {
    expect(await ask()).to.include({ status: 503 });
    const [first, second] = [await newKey(china, "first", bridge.planId), await newKey(china, "second", bridge.planId)];
    await secrets().send(new CreateSecretCommand({ Name: "panther/china", SecretString: content(first.value) }));
    await deploy(web, "web", release(releases[0]));
    expect(await ask()).to.include({ status: 200 });
    expect(await ask("ap-southeast-2")).to.include({ status: 503 });

    await put(content("not a key"));
    expect(await ask()).to.include({ status: 200 });
    const ecs = new ECSClient(web);
    await ecs.send(new UpdateServiceCommand({ ...place, desiredCount: 2 }));
    expect(await ask()).to.include({ status: 200 });
    await ecs.send(new UpdateServiceCommand({ ...place, forceNewDeployment: true }));
    expect(await ask()).to.deep.equal({ status: 403, body: { message: "Forbidden" } });

    await put(content(second.value));
    expect(await ask()).to.include({ status: 403 });
    await update(web, "web", release(releases[1]));
    expect(await ask()).to.include({ status: 200 });
  });

  it("tells ECS's deployments as ECS does, so that one can see when the new tasks are at work", async () => {
    const ecs = new ECSClient(web);
    await ecs.send(new UpdateServiceCommand({ ...place, forceNewDeployment: true }));
    const { services = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster: place.cluster, services: [place.service] }),
    );
    const [service] = services;
    expect(service?.runningCount).to.equal(service?.desiredCount);
    expect(service?.deployments?.map(({ status, rolloutState }) => [status, rolloutState])).to.deep.equal([
      ["PRIMARY", "COMPLETED"],
    ]);
    const { LastChangedDate } = await secrets().send(new DescribeSecretCommand({ SecretId: "panther/china" }));
    expect(Number(service?.deployments?.[0]?.createdAt)).to.be.greaterThan(Number(LastChangedDate));
  });

  it("reads the secret again when local AWS is started again, and says when there is nothing to read", async () => {
    await put("{}");
    expect(await ask()).to.include({ status: 200 });
    await aws.stop();
    aws = await start();
    web = config(defaultAccount, webRegion);
    expect(await ask()).to.include({ status: 500 });
    await put(content("key", "https://example.com/prod"));
    await new ECSClient(web).send(new UpdateServiceCommand({ ...place, forceNewDeployment: true }));
    expect(await ask()).to.include({ status: 502 });
  });
});
