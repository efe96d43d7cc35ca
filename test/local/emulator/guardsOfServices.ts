import type { Guard } from "./guard.ts";
import { scope } from "./probe.ts";

export const guardsOfServices: Readonly<Record<string, Guard>> = {
  "services-of-regions": {
    look: async ({ client }) => {
      const path = "/aws/service/global-infrastructure/regions/us-east-1/services";
      const answer = await client.call({
        scope,
        service: "ssm",
        method: "POST",
        path: "/",
        headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.GetParameters" },
        body: JSON.stringify({ Names: [`${path}/lambda`, `${path}/nothing`] }),
      });
      const { Parameters = [], InvalidParameters = [] } = JSON.parse(answer.body.toString());
      return [Parameters.map(({ Value }: { Value: string }) => Value), InvalidParameters];
    },
    aws: [["lambda"], ["/aws/service/global-infrastructure/regions/us-east-1/services/nothing"]],
    without: [
      [],
      [
        "/aws/service/global-infrastructure/regions/us-east-1/services/lambda",
        "/aws/service/global-infrastructure/regions/us-east-1/services/nothing",
      ],
    ],
  },
};
