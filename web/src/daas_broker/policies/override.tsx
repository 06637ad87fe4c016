/** A pool, a division or a person who is to differ from their zone. */
import { useQuery } from '@tanstack/react-query'
import { Building2, Plus, UserRound } from 'lucide-react'
import { useState } from 'react'
import { Finder } from '@/identity/people/finder'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Menu, MenuItem, MenuSection } from '@/kit/menu'
import type { Field } from './fields'
import s from './page.module.css'
import { type Change, type Overview, overview, type Policy, type Scope } from './state'
import { words } from './words'

interface Made {
  readonly scope: Scope
  readonly title: string
  readonly policy: Policy
  readonly own: readonly Field[]
}

/** What an exception is laid over in its form: its pool's zone; for people the stricter of both. */
export function baseOf(now: Overview, { kind, scope_id }: Scope): Policy {
  const pool = kind === 'pool' ? now.pools.find(({ id }) => id === scope_id) : undefined
  return now[pool?.zone ?? 'work']
}

export function NewOverride({ onMade }: { readonly onMade: (made: Made) => void }) {
  const t = useWords(words)
  const { data: now } = useQuery(overview)
  const [choosing, choose] = useState<'division' | 'person' | null>(null)
  const title = t(choosing === 'person' ? 'admin.choosePerson' : 'admin.chooseDivision')
  function make(scope: Scope, name: string) {
    const known = now?.overrides.find(one => isSame(one, scope))
    if (now)
      onMade({
        scope,
        title: t('admin.overrideFor', { name }),
        policy: { ...baseOf(now, scope), ...known?.body } as Policy,
        own: (known ? Object.keys(known.body ?? {}) : []) as Field[],
      })
  }
  return (
    <>
      <Menu
        label={t('admin.override')}
        trigger={
          <Button size="s" icon={Plus} isDisabled={!now}>
            {t('admin.override')}
          </Button>
        }
      >
        <MenuItem
          icon={Building2}
          label={t('admin.forDivision')}
          onAction={() => choose('division')}
        />
        <MenuItem icon={UserRound} label={t('admin.forPerson')} onAction={() => choose('person')} />
        <MenuSection title={t('admin.pool')}>
          {(now?.pools ?? []).map(({ id, name }) => (
            <MenuItem
              key={id}
              label={name}
              onAction={() => make({ kind: 'pool', scope_id: id }, name)}
            />
          ))}
        </MenuSection>
      </Menu>
      <Dialog
        title={title}
        isOpen={choosing !== null}
        onOpenChange={isOpen => !isOpen && choose(null)}
      >
        {choosing && (
          <div className={s.form}>
            <p className={s.quiet}>{t('admin.bothZones')}</p>
            <Finder
              kind={choosing}
              label={title}
              onChosen={(scope_id, name) => {
                choose(null)
                make({ kind: choosing, scope_id }, name)
              }}
            />
          </div>
        )}
      </Dialog>
    </>
  )
}

const isSame = (one: Change, scope: Scope) =>
  one.kind === scope.kind && one.scope_id === scope.scope_id
