/** HQ's signed time is some 300 bytes; whoever sends much more is not HQ. */
const answerBytesMax = 16 * 1024;

/**
 * GET without checking the certificate, for the one question whose answer is signed by itself (`askTime`).
 * Rejects on any other status than 200, a long answer, an address that is not https, and when aborted.
 */
export async function getUnverified(url: string, signal: AbortSignal): Promise<string> {
  if (new URL(url).protocol !== 'https:') throw new Error('only https is asked');
  // Seldom asked, and TLS takes long to load.
  const { request } = await import('node:https');
  return await new Promise((resolve, reject) => {
    const asked = request(url, { rejectUnauthorized: false, signal, agent: false }, (answer) => {
      if (answer.statusCode !== 200) return void asked.destroy(new Error('not told'));
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > answerBytesMax) asked.destroy(new Error('too long'));
        else chunks.push(chunk);
      });
      answer.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}
