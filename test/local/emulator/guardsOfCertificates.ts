import type { Guard } from "./guard.ts";
import { type Probe, scope } from "./probe.ts";

/** Of IAM's server certificates. */
export const guardsOfCertificates: Readonly<Record<string, Guard>> = {
  "server-certificates": {
    look: async (probe) => {
      const list = async () => {
        const told = await iam(probe, { Action: "ListServerCertificates", PathPrefix: "/panther/" });
        return [...told.matchAll(/<(Arn|Code)>(.*?)</g)].map(([, , text]) => text);
      };
      const certificate = { ServerCertificateName: "PantherCertificate-1", CertificateBody: "b", PrivateKey: "k" };
      const before = await list();
      const upload = { Action: "UploadServerCertificate", ...certificate, Path: "/panther/us-east-1/" };
      await iam(probe, upload);
      const again = /<Code>(.*?)</.exec(await iam(probe, upload))?.[1];
      const during = await list();
      const name = { ServerCertificateName: certificate.ServerCertificateName };
      const read = /<CertificateBody>(.*?)</.exec(await iam(probe, { Action: "GetServerCertificate", ...name }))?.[1];
      await iam(probe, { Action: "DeleteServerCertificate", ...name });
      return [before, again, during, read, await list()];
    },
    aws: [
      [],
      "EntityAlreadyExists",
      ["arn:aws:iam::111111111111:server-certificate/panther/us-east-1/PantherCertificate-1"],
      "b",
      [],
    ],
    without: [["InvalidAction"], "InvalidAction", ["InvalidAction"], undefined, ["InvalidAction"]],
  },
};

async function iam({ client }: Probe, form: Readonly<Record<string, string>>): Promise<string> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams({ Version: "2010-05-08", ...form }).toString();
  return (await client.call({ scope, service: "iam", method: "POST", path: "/", headers, body })).body.toString();
}
