import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createPort } from "node:net";
import { inspect } from "node:util";
import { expect } from "chai";
import { bridgeCaller } from "../../../automation/china/callBridge.ts";
import { GatewayKey } from "../../../model/china/gatewayKey.ts";

const value = "abcdefABCDEF0123456789";
const host = "abcde12345.execute-api.cn-north-1.amazonaws.com.cn";
const secret = { url: `https://${host}/prod`, key: new GatewayKey(value) };
const signal = new AbortController().signal;

describe("a request to the bridge", () => {
  const servers: { close(): unknown }[] = [];
  after(() => {
    for (const server of servers) server.close();
  });
  const listen = async (server: Server) => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const served = (listener: RequestListener) => listen(createServer(listener));
  const at = (endpoint: string, milliseconds?: number) =>
    bridgeCaller({ AWS_ENDPOINT_URL_EXECUTE_API: endpoint }, milliseconds)(secret, signal);

  it("is the documentation's, with the gateway's name as its host where an endpoint is set", async () => {
    let seen: { method?: string; url?: string; headers: IncomingHttpHeaders; body: string } | undefined;
    const endpoint = await served((request, response) => {
      const { method = "", url = "", headers } = request;
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        seen = { method, url, headers, body };
        response.end("[{}]");
      });
    });
    const variables = { AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_EXECUTE_API: "" };
    expect(await bridgeCaller(variables)(secret, signal)).to.deep.equal({ kind: "answer", status: 200, body: "[{}]" });
    expect(seen).to.include({ method: "POST", url: "/prod/cn/panther-source-api", body: '{"listIntegrations": {}}' });
    expect(seen?.headers).to.include({ host, "x-api-key": value, "content-type": "application/json" });
    expect(await at(endpoint)).to.include({ status: 200 });
  });

  it("brings any answer back, and follows none to somewhere else", async () => {
    const endpoint = await served((_, response) => {
      response.writeHead(302, { location: "http://127.0.0.1:1/" }).end("elsewhere");
    });
    expect(await at(endpoint)).to.deep.equal({ kind: "answer", status: 302, body: "elsewhere" });
  });

  it("brings the key back from nobody", async () => {
    const endpoint = await served((request, response) => response.end(`you sent ${request.headers["x-api-key"]}`));
    expect(await at(endpoint)).to.deep.include({ body: "you sent [gateway key]" });
  });

  it("tells a host that DNS does not know", async () => {
    const reply = await at("http://nowhere.invalid");
    expect(reply).to.include({ kind: "unreachable", cause: "dns" });
  });

  it("tells a port that nobody listens at, and a connection that is cut off", async () => {
    const closed = createPort();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect(await at(`http://127.0.0.1:${port}`)).to.deep.equal({
      kind: "unreachable",
      cause: "connection",
      detail: "ECONNREFUSED",
    });
    const early = await served((request) => request.socket.destroy());
    expect(await at(early)).to.include({ cause: "connection", detail: "ECONNRESET" });
    const half = await served((request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("[", () => request.socket.destroy());
    });
    expect(await at(half)).to.include({ cause: "connection" });
  });

  it("tells that nobody answers, and that the answer has no end", async () => {
    const silent = await served(() => undefined);
    expect(await at(silent, 50)).to.deep.equal({ kind: "unreachable", cause: "timeout", detail: "0.05 s" });
    const halting = await served((_, response) => {
      response.writeHead(200);
      response.write("[");
    });
    expect(await at(halting, 50)).to.include({ cause: "timeout" });
    const chatty = await served((_, response) => {
      const more = () => {
        while (response.write("x".repeat(1_000_000)));
        response.once("drain", more);
      };
      more();
    });
    expect(await at(chatty)).to.include({ cause: "connection", detail: "answer too long" });
  });

  it("tells a host that is not trusted", async () => {
    const server = createTlsServer({});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.push(server);
    expect(await at(`https://127.0.0.1:${(server.address() as AddressInfo).port}`)).to.include({ cause: "tls" });
  });

  it("ends with the run", async () => {
    const stop = new AbortController();
    const endpoint = await served(() => stop.abort(new Error("Ctrl-C")));
    const call = bridgeCaller({ AWS_ENDPOINT_URL_EXECUTE_API: endpoint });
    for (const attempt of [1, 2]) {
      const error = await call(secret, stop.signal).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      expect(error?.message, `${attempt}`).to.equal("Ctrl-C");
      expect(inspect(error)).to.not.include(value);
    }
  });
});
