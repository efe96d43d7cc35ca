import { mkdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeysCommand,
  GetStagesCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  UpdateApiKeyCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { type LocalAws, startLocalAws } from "../../../local/aws/instance.ts";
import { defaultChinaAccount } from "../../../local/aws/scope.ts";
import { localFolder } from "../../../local/setup/places.mjs";
import { deployBridge, newKey, type SdkConfig } from "./chinaSide.ts";

const directory = join(localFolder(), "test", `bridge-${process.pid}`);
const path = "/prod/cn/panther-source-api";
const never = 3_600;

describe("the bridge on local AWS", () => {
  let aws: LocalAws;
  let config: SdkConfig;
  let bridge: { readonly apiId: string; readonly planId: string };
  const gateway = () => new APIGatewayClient(config);

  const set = async (settings: object) => {
    const answer = await fetch(`${aws.endpoint}/_local/settings`, { method: "PUT", body: JSON.stringify(settings) });
    expect(answer.status).to.equal(200);
  };
  /** As a client outside local AWS calls it: the gateway's name in the Host header. */
  const call = (
    key: string | undefined,
    options: { apiId?: string; path?: string; host?: string; timeout?: number } = {},
  ) =>
    new Promise<{ status: number; type: unknown; body: unknown }>((resolve, reject) => {
      const host = options.host ?? `${options.apiId ?? bridge.apiId}.execute-api.cn-north-1.amazonaws.com.cn`;
      const headers = { host, ...(key !== undefined && { "x-api-key": key }) };
      const url = new URL(options.path ?? path, aws.endpoint);
      const signal = AbortSignal.timeout(options.timeout ?? 20_000);
      const sent = request(url, { method: "POST", headers, signal }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part) => {
          text += part;
        });
        response.on("end", () => {
          const isJson = response.headers["content-type"] === "application/json";
          const type = response.headers["x-amzn-errortype"];
          resolve({ status: response.statusCode ?? 0, type, body: isJson ? JSON.parse(text) : text });
        });
      });
      sent.on("error", reject);
      sent.end(JSON.stringify({ listIntegrations: {} }));
    });
  const forbidden = { status: 403, type: "ForbiddenException", body: { message: "Forbidden" } };

  before(async () => {
    mkdirSync(directory, { recursive: true });
    aws = await startLocalAws({ directory, owner: process.pid, publishReleases: false, keySeconds: 0 });
    const credentials = { accessKeyId: defaultChinaAccount, secretAccessKey: "local" };
    config = { endpoint: aws.endpoint, region: "cn-north-1", credentials };
    bridge = await deployBridge(config);
  });
  after(async () => {
    await aws.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  afterEach(() => set({ keySeconds: 0, bridge: "open" }));

  it("stands in China alone, with stage and usage plan, and without a key", async () => {
    const { item } = await gateway().send(new GetStagesCommand({ restApiId: bridge.apiId }));
    expect(item?.map(({ stageName }) => stageName)).to.deep.equal(["prod"]);
    const { items } = await gateway().send(new GetUsagePlansCommand({}));
    const stages = items?.flatMap(({ apiStages = [] }) => apiStages.map(({ apiId, stage }) => [apiId, stage]));
    expect(stages).to.deep.equal([[bridge.apiId, "prod"]]);
    expect((await gateway().send(new GetApiKeysCommand({}))).items).to.deep.equal([]);
    const credentials = { accessKeyId: "111111111111", secretAccessKey: "local" };
    const outside = { ...config, region: "ap-southeast-1", credentials };
    expect(await deployBridge(outside).catch((error: Error) => error.message)).to.equal("The stack has made no bridge");
  });

  it("answers a key on its usage plan with the log sources", async () => {
    const { value } = await newKey(config, "good", bridge.planId);
    const { status, body } = await call(value);
    expect(status).to.equal(200);
    expect(body).to.be.an("array").that.is.not.empty;
  });

  it("refuses every other key, API and stage alike, and says less of a path that is not there", async () => {
    const [good, planless, off, gone, taken] = await Promise.all([
      newKey(config, "good", bridge.planId),
      newKey(config, "planless"),
      newKey(config, "off", bridge.planId),
      newKey(config, "gone", bridge.planId),
      newKey(config, "taken", bridge.planId),
    ]);
    const patchOperations = [{ op: "replace" as const, path: "/enabled", value: "false" }];
    await gateway().send(new UpdateApiKeyCommand({ apiKey: off.id, patchOperations }));
    await gateway().send(new DeleteApiKeyCommand({ apiKey: gone.id }));
    await gateway().send(new DeleteUsagePlanKeyCommand({ usagePlanId: bridge.planId, keyId: taken.id }));
    const keys = [undefined, "no key", planless.value, off.value, gone.value, taken.value];
    for (const key of keys) expect(await call(key), keys.indexOf(key).toString()).to.deep.equal(forbidden);
    expect(await call(good.value, { apiId: "abcde12345" })).to.deep.equal(forbidden);
    expect(await call(good.value, { path: "/test/cn/panther-source-api" })).to.deep.equal(forbidden);
    const type = "MissingAuthenticationTokenException";
    const body = { message: "Missing Authentication Token" };
    expect(await call(good.value, { path: "/prod/elsewhere" })).to.deep.equal({ status: 403, type, body });
    patchOperations[0] = { op: "replace", path: "/enabled", value: "true" };
    await gateway().send(new UpdateApiKeyCommand({ apiKey: off.id, patchOperations }));
    expect(await call(off.value)).to.include({ status: 200 });
  });

  it("takes the time that is set until it knows a key", async () => {
    const { value } = await newKey(config, "new", bridge.planId);
    await set({ keySeconds: never });
    expect(await call(value)).to.deep.equal(forbidden);
    await set({ keySeconds: 0 });
    expect(await call(value)).to.include({ status: 200 });
  });

  it("fails as it is told to", async () => {
    const { value } = await newKey(config, "failing", bridge.planId);
    const seen = [];
    for (const mode of ["recordal-missing", "backend-error", "backend-timeout", "not-json"]) {
      await set({ bridge: mode });
      const { status, body } = await call(value);
      seen.push([mode, status, body]);
    }
    expect(seen).to.deep.equal([
      ["recordal-missing", 403, { Message: null }],
      ["backend-error", 502, { message: "Internal server error" }],
      ["backend-timeout", 504, { message: "Endpoint request timed out" }],
      ["not-json", 200, "<html><body>Welcome</body></html>"],
    ]);
    await set({ bridge: "backend-error" });
    expect(await call("no key")).to.deep.equal(forbidden);
    await set({ bridge: "silent" });
    const silence = await call(value, { timeout: 200 }).catch((error: Error) => error.name);
    expect(silence).to.equal("AbortError");
  });

  it("has keys that are listed in pages, with tags, and with values only where they are asked for", async () => {
    const made = ["page-1", "page-2", "page-3"];
    for (const name of made) {
      const tags = { "panther:environment": "prod" };
      const { id } = await gateway().send(new CreateApiKeyCommand({ name, enabled: true, tags }));
      const plan = { usagePlanId: bridge.planId, keyId: id ?? "", keyType: "API_KEY" };
      await gateway().send(new CreateUsagePlanKeyCommand(plan));
    }
    const listed = [];
    let position: string | undefined;
    do {
      const page = await gateway().send(
        new GetApiKeysCommand({ nameQuery: "page-", limit: 2, position, includeValues: true }),
      );
      listed.push(...(page.items ?? []));
      position = page.position;
    } while (position);
    expect(listed.map(({ name }) => name)).to.have.members(made);
    expect(new Set(listed.map(({ tags }) => tags?.["panther:environment"]))).to.deep.equal(new Set(["prod"]));
    expect(new Set(listed.map(({ value }) => value?.length))).to.deep.equal(new Set([40]));
    const { items = [] } = await gateway().send(new GetApiKeysCommand({ limit: 500 }));
    expect(items.filter(({ value }) => value !== undefined)).to.deep.equal([]);
    const input = { usagePlanId: bridge.planId, limit: 500 };
    const { items: onPlan = [] } = await gateway().send(new GetUsagePlanKeysCommand(input));
    expect(onPlan.map(({ name }) => name)).to.include.members(made);
  });
});
