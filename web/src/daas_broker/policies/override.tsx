/** A pool that is to differ from its zone. */
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Menu, MenuItem } from '@/kit/menu'
import type { Field } from './fields'
import { overview, type Policy, type Scope } from './state'
import { words } from './words'

interface Made {
  readonly scope: Scope
  readonly title: string
  readonly policy: Policy
  readonly own: readonly Field[]
}

export function NewOverride({ onMade }: { readonly onMade: (made: Made) => void }) {
  const t = useWords(words)
  const { data: now } = useQuery(overview)
  return (
    <Menu
      label={t('admin.override')}
      trigger={
        <Button size="s" icon={Plus} isDisabled={!now?.pools.length}>
          {t('admin.override')}
        </Button>
      }
    >
      {(now?.pools ?? []).map(pool => (
        <MenuItem
          key={pool.id}
          label={pool.name}
          onAction={() =>
            now &&
            onMade({
              scope: { kind: 'pool', scope_id: pool.id },
              title: t('admin.overrideFor', { name: pool.name }),
              policy: now[pool.zone],
              own: [],
            })
          }
        />
      ))}
    </Menu>
  )
}
