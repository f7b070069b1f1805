/** Files that the browser keeps for the user: nothing leaves the machine. */

const addressLives = 10_000;

/** Offers `parts` for saving under `name`. */
export function saveFile(name: string, parts: BlobPart[], type: string): void {
  const link = document.createElement('a');
  const address = URL.createObjectURL(new Blob(parts, { type }));
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), addressLives);
}
