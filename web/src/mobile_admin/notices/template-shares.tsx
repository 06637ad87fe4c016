/** The lines of a notice's table: a name, and the question whose answer stands there. */
import { Plus, X } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { type Choice, Select, TextField } from '@/kit/field'
import s from './notices.module.css'
import type { Share } from './template-state'
import { words } from './template-words'

interface SharesProps {
  readonly shares: readonly Share[]
  readonly choices: readonly Choice<string>[]
  readonly onChange: (shares: Share[]) => void
}

export function Shares({ shares, choices, onChange }: SharesProps) {
  const t = useWords(words)
  const change = (at: number, part: Partial<Share>) =>
    onChange(shares.map((share, i) => (i === at ? { ...share, ...part } : share)))
  return (
    <div className={s.stack}>
      {shares.map((share, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name while it is typed
        <div className={s.pair} key={at}>
          <TextField
            label={t('shareLabel')}
            value={share.label}
            onChange={label => change(at, { label })}
          />
          {share.choice ? (
            <TextField
              label={t('shareFrom')}
              value={t('byChoice', { choice: share.choice })}
              isReadOnly
            />
          ) : (
            <Select
              label={t('shareFrom')}
              choices={choices}
              value={share.paths?.[0] ?? ''}
              onChange={path => change(at, { paths: path ? [path] : [] })}
            />
          )}
          <IconButton
            icon={X}
            label={t('remove')}
            onPress={() => onChange(shares.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      <div>
        <Button
          look="plain"
          icon={Plus}
          onPress={() => onChange([...shares, { label: '', paths: [], choice: '' }])}
        >
          {t('addShare')}
        </Button>
      </div>
    </div>
  )
}
