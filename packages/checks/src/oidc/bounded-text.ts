/** The beginning of a body: about as many characters as asked for; the rest is not read. */
export async function boundedText(response: Response, characters: number): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > characters) break;
  }
  return text;
}
