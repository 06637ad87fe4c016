/** The places of the drive, and the folders of one's own two drives below theirs. */
import { Clock, Folder, HardDrive, Trash2, Users, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Count } from '@/kit/badge'
import { type Branch, Tree } from '@/kit/tree'
import { type Node, type Place, type Twig, VIEWS } from './model'
import s from './page.module.css'
import { useFolders, useRoots } from './state'
import { words } from './words'

export function branchesUnder(folders: readonly Twig[], parent: string): readonly Branch[] {
  return folders
    .filter(({ parent_id }) => parent_id === parent)
    .map(({ id, name }) => ({
      id,
      label: name,
      icon: Folder,
      children: branchesUnder(folders, id),
    }))
}

export function useDriveBranches(): readonly Branch[] {
  const t = useWords(words)
  const roots = useRoots()
  const folders = useFolders()
  return [
    {
      id: roots.mine.id,
      label: t('mine'),
      icon: HardDrive,
      children: branchesUnder(folders, roots.mine.id),
    },
    {
      id: roots.division.id,
      label: t('division'),
      icon: Users,
      children: branchesUnder(folders, roots.division.id),
    },
  ]
}

interface PlacesProps {
  readonly place: Place
  readonly folder: Node | null
}

export function Places({ place, folder }: PlacesProps) {
  const t = useWords(words)
  const navigate = useNavigate()
  const roots = useRoots()
  const branches = useDriveBranches()
  const [expanded, expand] = useState<ReadonlySet<string>>(
    () => new Set([roots.mine.id, roots.division.id, ...(folder?.path ?? []).map(({ id }) => id)]),
  )
  const views: readonly Branch[] = [
    {
      id: 'shared',
      label: t('shared'),
      icon: UsersRound,
      end: <Count value={roots.shared_count} />,
    },
    { id: 'recent', label: t('recent'), icon: Clock },
    { id: 'trash', label: t('trash'), icon: Trash2 },
  ]
  function go(id: string) {
    const view = VIEWS.find(known => known === id)
    if (view) return void navigate(`/drive/${view}`)
    void navigate(id === roots.mine.id ? '/drive' : `/drive/f/${encodeURIComponent(id)}`)
  }
  return (
    <>
      <div className={s.places}>
        <Tree
          label={t('folders')}
          branches={branches}
          chosen={folder?.id}
          onChoose={go}
          expanded={expanded}
          onExpand={expand}
        />
      </div>
      <Tree
        label={t('places')}
        branches={views}
        chosen={VIEWS.find(view => view === place.kind)}
        onChoose={go}
      />
    </>
  )
}
