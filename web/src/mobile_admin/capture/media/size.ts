/** Width and height within a square of `most`, never larger than they are. */
export function within(
  width: number,
  height: number,
  most: number,
): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(width, height))
  const scaled = (side: number) => Math.max(1, Math.round(side * scale))
  return { width: scaled(width), height: scaled(height) }
}
