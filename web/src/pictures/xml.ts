/** Text of anywhere as text of XML: no markup, and none of the characters that XML does not know. */
export function escapeXml(text: string): string {
  const known = [...text].filter((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    const control = code < 32 && code !== 9 && code !== 10 && code !== 13;
    return !control && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
  });
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return known.map((letter) => names[letter] ?? letter).join('');
}
