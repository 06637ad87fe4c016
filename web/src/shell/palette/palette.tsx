/** 통합검색 (S06): commands, places, people, documents by one line. */
import { House, SearchX } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { signOut } from '@/identity/signin/actions'
import type { Command } from '@/kernel/commands'
import { usePick, useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { Empty } from '@/kit/empty'
import { Palette, type PaletteGroup } from '@/kit/palette'
import { domains, officesFor, placesFor } from '../domains'
import { words } from '../words'
import { fitting, useFindings, usePaused } from './state'

const finders = domains.flatMap(domain => domain.finders ?? [])

interface SearchPaletteProps {
  readonly isOpen: boolean
  readonly onOpenChange: (open: boolean) => void
}

export function SearchPalette({ isOpen, onOpenChange }: SearchPaletteProps) {
  const t = useWords(words)
  const pick = usePick()
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const findings = useFindings(finders, usePaused(query))
  const commands = fitting(useCommands(), query)
  const groups: PaletteGroup[] = [
    {
      id: 'commands',
      label: t('search.commands'),
      items: commands.map(({ id, label, icon, keys }) => ({
        id: `command ${id}`,
        title: pick(label),
        icon,
        keys: keys?.replace('Mod', 'Ctrl').replaceAll('+', ' '),
      })),
    },
    ...findings.groups.map(({ id, label, items }) => ({
      id,
      label: pick(label),
      items: items.map(item => ({ ...item, id: `${id} ${item.id}` })),
    })),
  ].filter(group => group.items.length > 0)

  const missing = findings.groups.filter(group => group.isMissing).map(({ label }) => pick(label))

  function leave(open: boolean) {
    if (!open) setQuery('')
    onOpenChange(open)
  }
  function choose(key: string) {
    leave(false)
    const command = commands.find(({ id }) => `command ${id}` === key)
    if (command) return void command.run({ go: to => void navigate(to) })
    const found = findings.groups.flatMap(({ id, items }) =>
      items.filter(item => `${id} ${item.id}` === key),
    )[0]
    if (found) void navigate(found.to)
  }
  return (
    <Palette
      label={t('search.open')}
      placeholder={t('search.placeholder')}
      isOpen={isOpen}
      onOpenChange={leave}
      query={query}
      onQuery={setQuery}
      groups={groups}
      isSearching={findings.isSearching}
      note={missing.length > 0 ? t('search.missing', { names: missing.join(', ') }) : undefined}
      onChoose={choose}
      empty={<Empty icon={SearchX} title={t('search.none')} note={t('search.hint')} />}
    />
  )
}

/** The domains' commands, and a way to each place and each screen one runs. */
function useCommands(): readonly Command[] {
  const current = useSession()
  const ways = placesFor(current).map(
    ({ id, place }): Command => ({
      id: `go ${id}`,
      label: place.label,
      icon: place.icon,
      run: ({ go }) => go(place.path),
    }),
  )
  const offices = officesFor(current).map(
    ({ path, label, icon }): Command => ({
      id: `go ${path}`,
      label,
      icon,
      run: ({ go }) => go(`/${path}`),
    }),
  )
  return [
    ...domains.flatMap(domain => domain.commands ?? []),
    {
      id: 'go home',
      label: { ko: '나의 업무', en: 'My work' },
      icon: House,
      run: ({ go }) => go('/'),
    },
    ...ways,
    ...offices,
    { id: 'sign-out', label: { ko: '로그아웃', en: 'Sign out' }, run: signOut },
  ]
}
