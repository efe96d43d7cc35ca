// A backend in China that is nothing but the bridge, for tests of the bridge itself.
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  GetRestApisCommand,
  GetUsagePlansCommand,
} from "@aws-sdk/client-api-gateway";
import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { bridgeConditions, chinaBridge } from "../../../local/releases/stacks/chinaBridge.ts";

export interface SdkConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const handler = "def handler(event, context):\n    return {}\n";
const functionOf = (FunctionName: string) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    FunctionName,
    Runtime: "python3.11",
    Handler: "index.handler",
    Role: { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/function" },
    Code: { ZipFile: handler },
  },
});

type Request = Omit<CreateStackCommandInput, "StackName">;

export async function deploy(config: SdkConfig, StackName: string, request: Request): Promise<void> {
  await new CloudFormationClient(config).send(new CreateStackCommand({ StackName, ...request }));
  await settled(config, StackName);
}

export async function update(config: SdkConfig, StackName: string, request: Request): Promise<void> {
  await new CloudFormationClient(config).send(new UpdateStackCommand({ StackName, ...request }));
  await settled(config, StackName);
}

async function settled(config: SdkConfig, StackName: string): Promise<void> {
  const formation = new CloudFormationClient(config);
  for (;;) {
    const { Stacks: [stack] = [] } = await formation.send(new DescribeStacksCommand({ StackName }));
    if (stack?.StackStatus === "CREATE_COMPLETE" || stack?.StackStatus === "UPDATE_COMPLETE") return;
    if (!stack?.StackStatus?.endsWith("_IN_PROGRESS")) throw new Error(`${StackName}: ${stack?.StackStatus}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The stack of the bridge; answers its ID and its usage plan's. */
export async function deployBridge(config: SdkConfig): Promise<{ readonly apiId: string; readonly planId: string }> {
  const functions = {
    SourceApiFunction: functionOf("panther-source-api"),
    AnalysisApiFunction: functionOf("panther-analysis-api"),
  };
  const Resources = { ...functions, ...chinaBridge() };
  const TemplateBody = JSON.stringify({ Conditions: bridgeConditions, Resources });
  await deploy(config, "bridge", { TemplateBody, Capabilities: ["CAPABILITY_IAM"] });
  const gateway = new APIGatewayClient(config);
  const { items: [api] = [] } = await gateway.send(new GetRestApisCommand({}));
  const { items: [plan] = [] } = await gateway.send(new GetUsagePlansCommand({}));
  if (!api?.id || !plan?.id) throw new Error("The stack has made no bridge");
  return { apiId: api.id, planId: plan.id };
}

/** A new key, on the plan where one is given. */
export async function newKey(config: SdkConfig, name: string, usagePlanId?: string) {
  const gateway = new APIGatewayClient(config);
  const { id = "", value = "" } = await gateway.send(new CreateApiKeyCommand({ name, enabled: true }));
  if (usagePlanId) {
    await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: id, keyType: "API_KEY" }));
  }
  return { id, value };
}
