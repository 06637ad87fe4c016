/** How many columns the text stands in, how far apart, and whether a line parts them. */
import { useWords } from '@/kernel/i18n'
import { Select, Switch, TextField } from '@/kit/field'
import { COLUMNS, isGap, LEAST_GAP_MM, MOST_GAP_MM, type PageSettings } from './settings'
import s from './setup-dialog.module.css'
import { words } from './words'

interface ColumnFieldsProps {
  readonly settings: PageSettings
  /** As it is written, while it may not yet be a number. */
  readonly gap: string
  readonly onGap: (gap: string) => void
  readonly onChange: (values: Partial<PageSettings>) => void
}

export const isGapFit = (text: string) => text.trim() !== '' && isGap(Number(text))

export function ColumnFields({ settings, gap, onGap, onChange }: ColumnFieldsProps) {
  const t = useWords(words)
  const { columns, ruled } = settings
  const offered = [...new Set([...COLUMNS, columns])]
  return (
    <>
      <div className={s.numbers}>
        <Select
          label={t('columns')}
          choices={offered.map(count => ({ id: String(count), label: t('column', { count }) }))}
          value={String(columns)}
          onChange={count => onChange({ columns: Number(count) })}
        />
        {columns > 1 && (
          <TextField
            label={t('gap')}
            inputMode="decimal"
            value={gap}
            onChange={onGap}
            error={isGapFit(gap) ? null : t('bad', { least: LEAST_GAP_MM, most: MOST_GAP_MM })}
          />
        )}
      </div>
      <p className={s.note}>{t('columnsNote')}</p>
      {columns > 1 && (
        <Switch isSelected={ruled} onChange={ruled => onChange({ ruled })}>
          {t('ruled')}
        </Switch>
      )}
    </>
  )
}
