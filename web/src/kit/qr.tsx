/** A QR code out of rows of 0 and 1, black on white in every theme: cameras want it so. */
import s from './qr.module.css'

export function Qr({ rows, label }: { readonly rows: readonly string[]; readonly label: string }) {
  const dark = rows.flatMap((row, y) =>
    [...row].flatMap((square, x) => (square === '1' ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  return (
    <div className={s.qr}>
      <svg viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label}>
        <path d={dark.join('')} fill="black" shapeRendering="crispEdges" />
      </svg>
    </div>
  )
}
