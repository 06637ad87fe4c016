import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { Kit } from './provider'
import { type Sorting, Table } from './table'

const COLUMNS = [
  { id: 'name', label: '이름', sortable: true, cell: (item: { id: string }) => item.id },
  { id: 'size', label: '크기', sortable: true, cell: () => '1' },
]

function shown(onSort?: (sorting: Sorting) => void) {
  const sorting: Sorting = { column: 'name', direction: 'ascending' }
  return render(
    <Kit navigate={() => undefined}>
      <Table
        label="표"
        columns={COLUMNS}
        items={[{ id: 'a' }]}
        idOf={({ id }) => id}
        {...(onSort ? { onSort, sorting } : {})}
      />
    </Kit>,
  )
}

it('a table of cards is put in order by what its header would be pressed for', async () => {
  const sorted = vi.fn()
  shown(sorted)
  await userEvent.click(screen.getByRole('button', { name: '오름차순' }))
  expect(sorted).toHaveBeenLastCalledWith({ column: 'name', direction: 'descending' })
  await userEvent.click(screen.getByRole('button', { name: /정렬 기준/ }))
  await userEvent.click(screen.getByRole('option', { name: '크기순' }))
  expect(sorted).toHaveBeenLastCalledWith({ column: 'size', direction: 'ascending' })
})

it('whoever cannot sort it is not asked by what', () => {
  shown()
  expect(screen.queryByRole('button', { name: /정렬 기준/ })).toBeNull()
})

it('a header that can be pressed looks so before it was', () => {
  const { container } = shown(() => undefined)
  expect(container.querySelectorAll('[role=columnheader] .lucide-arrow-up-down')).toHaveLength(1)
})

it('all cards are chosen with one box, which says when some of them are', async () => {
  const chosen = vi.fn()
  const shown = (selected: ReadonlySet<string>) =>
    render(
      <Kit navigate={() => undefined}>
        <Table
          label="표"
          columns={COLUMNS}
          items={[{ id: 'a' }, { id: 'b' }]}
          idOf={({ id }) => id}
          selection="multiple"
          selected={selected}
          onSelect={chosen}
        />
      </Kit>,
    )
  const { unmount } = shown(new Set(['a']))
  const box = screen.getByLabelText<HTMLInputElement>('모두 고르기')
  expect(box.indeterminate).toBe(true)
  await userEvent.click(box)
  expect(chosen).toHaveBeenLastCalledWith(new Set(['a', 'b']))
  unmount()
  shown(new Set(['a', 'b']))
  await userEvent.click(screen.getByLabelText('모두 고르기'))
  expect(chosen).toHaveBeenLastCalledWith(new Set())
})
