/**
 * The content of an `aws-chunked` body: pieces behind a line with their size in hex, the last one of size 0, then trailers.
 * The AWS CLI uploads so.
 */
export async function* decodeChunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let buffered = Buffer.alloc(0);
  // Bytes of the piece under way, with the line break behind it.
  let left = 0;
  for await (const bytes of body) {
    buffered = Buffer.concat([buffered, bytes]);
    for (;;) {
      if (left === 0) {
        const end = buffered.indexOf("\r\n");
        if (end < 0) break;
        const size = Number.parseInt(buffered.toString("latin1", 0, end), 16);
        buffered = buffered.subarray(end + 2);
        // What follows are trailers: they are read and left.
        left = size === 0 ? Number.POSITIVE_INFINITY : size + 2;
      }
      if (left === Number.POSITIVE_INFINITY) {
        buffered = Buffer.alloc(0);
        break;
      }
      const content = buffered.subarray(0, Math.max(0, Math.min(left - 2, buffered.length)));
      const taken = Math.min(left, buffered.length);
      if (taken === 0) break;
      buffered = buffered.subarray(taken);
      left -= taken;
      if (content.length > 0) yield content;
    }
  }
}
