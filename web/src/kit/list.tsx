/** Rows that show, and may lead somewhere. `PickList` is for choosing. */
import s from './list.module.css'
import type { RowProps } from './rows'

export { PickList } from './pick-list'
export { Row, Rows } from './rows'

/** The usual inside of a `PickList` row. */
export function RowFace({ start, title, note, end }: Omit<RowProps, 'to'>) {
  return (
    <span className={s.face}>
      {start}
      <span className={s.words}>
        <span className={s.title}>{title}</span>
        {note && <span className={s.note}>{note}</span>}
      </span>
      {end && <span className={s.end}>{end}</span>}
    </span>
  )
}
