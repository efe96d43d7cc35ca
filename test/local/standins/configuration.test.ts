import { expect } from "chai";
import { readConfiguration } from "../../../local/standins/aws/configuration.ts";
import { endpointFor, isLoopback, requireLoopback } from "../../../local/standins/aws/endpoints.ts";

describe("stand-in configuration", () => {
  it("takes loopback addresses and nothing else for endpoints", () => {
    const loopback = ["http://localhost:4566", "https://127.0.0.1", "http://127.9.8.7:1/x", "http://[::1]:80"];
    const outside = [
      "https://cloudformation.us-east-1.amazonaws.com",
      "http://127.0.0.1.example.com",
      "http://localhost.example.com",
      "http://0.0.0.0:4566",
      "http://10.0.0.1",
      "http://user@example.com:127",
      "not a url",
      "",
    ];
    expect(loopback.filter((endpoint) => !isLoopback(endpoint))).to.deep.equal([]);
    expect(outside.filter(isLoopback)).to.deep.equal([]);
  });

  it("refuses one outside endpoint among many, whoever set it, and a service without any", () => {
    const args = {
      endpoints: JSON.stringify([{ cloudformation: "http://127.0.0.1:1", sts: "https://sts.amazonaws.com" }]),
    };
    expect(() => requireLoopback(readConfiguration(args, {}), {})).to.throw(
      /https:\/\/sts\.amazonaws\.com \(from endpoints\.sts\)/,
    );
    const environment = { AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_ENDPOINT_URL_S3: "https://s3.amazonaws.com" };
    expect(() => requireLoopback(readConfiguration({}, environment), environment)).to.throw(/AWS_ENDPOINT_URL_S3/);
    const partial = readConfiguration({ endpoints: '[{"sts":"http://127.0.0.1:1"}]' }, {});
    expect(() => endpointFor("CloudFormation", partial, {})).to.throw(/no endpoint is set for CloudFormation/);
  });

  it("reads values that arrive as strings, and keeps the zeros of account ids", () => {
    const configuration = readConfiguration(
      {
        region: "eu-central-1",
        allowedAccountIds: '["000000000012"]',
        skipCredentialsValidation: "true",
        defaultTags: '{"tags":{"team":"security"}}',
        endpoints: '[{"secretsmanager":"http://localhost:2"}]',
      },
      { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "111111111111", AWS_SECRET_ACCESS_KEY: "x" },
    );
    expect(configuration).to.deep.include({
      region: "eu-central-1",
      allowedAccountIds: ["000000000012"],
      skipCredentialsValidation: true,
      defaultTags: { team: "security" },
      keys: { accessKeyId: "111111111111", secretAccessKey: "x" },
    });
    expect(endpointFor("Secrets Manager", configuration, {})).to.equal("http://localhost:2");
  });

  it("prefers an explicit profile to keys in the environment", () => {
    const environment = { AWS_ACCESS_KEY_ID: "111111111111", AWS_SECRET_ACCESS_KEY: "x" };
    expect(readConfiguration({ profile: "china" }, environment)).to.include({ profile: "china", keys: undefined });
  });
});
