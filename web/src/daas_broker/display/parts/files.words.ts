import { defineWords } from '@/kernel/i18n'
import '../../refusals'
import { defineRefusals } from '@/kernel/refusal-words'

export const words = defineWords(
  'daas_files',
  {
    files: '파일',
    into: '문서함에서 가져오기',
    tooBig: '{{size}}, 한도 {{limit}}보다 큽니다',
    intoNote: '고른 파일이 가상PC의 다운로드 폴더에 나타납니다.',
    find: '내 파일 찾기',
    bring: '가져오기',
    brought: '가상PC의 다운로드 폴더에 넣었습니다: {{name}}',
    noFiles: '맞는 파일이 없습니다.',
    closedIn: '이 가상PC로는 파일을 가져올 수 없습니다.',
    bringApproved: '승인받아 가져오기',
    saveApproved: '승인받아 저장',
    out: '문서함에 저장',
    outNote:
      '가상PC에서 “문서함으로 보내기” 폴더에 저장하거나 PDF로 인쇄한 파일이 여기에 보입니다.',
    empty: '“문서함으로 보내기” 폴더가 비어 있습니다.',
    save: '저장',
    saved: '문서함에 저장했습니다: {{name}}',
    saveAll: '모두 저장 ({{count}}개)',
    saving: '저장하는 중: {{name}}',
    allSaved: '문서함에 {{count}}개를 저장했습니다.',
    savingAll: '모두 저장하는 중',
    bringing: '가져오는 중: {{name}}',
    notScanned: '바이러스 검사 안 함',
    notScannedOf: '그중 {{count}}개는 바이러스 검사를 하지 않았습니다.',
    stop: '이 파일 멈추기',
    stopAll: '모두 멈추기',
    stopped: '멈췄습니다. 옮겨진 것이 없습니다: {{name}}',
    whole: '{{count}}개 더 보기',
    closedOut: '이 가상PC에서는 파일을 내보낼 수 없습니다.',
    zone: '문서함은 업무망에서만 열립니다. 업무망 주소로 들어와 여십시오.',
  },
  {
    files: 'Files',
    into: 'Bring from the drive',
    tooBig: '{{size}}, above the limit of {{limit}}',
    intoNote: "The file appears in the desktop's Downloads.",
    find: 'Find a file of mine',
    bring: 'Bring in',
    brought: "Put into the desktop's Downloads: {{name}}",
    noFiles: 'No file fits.',
    closedIn: 'Files cannot be brought into this desktop.',
    bringApproved: 'Ask to bring a file in',
    saveApproved: 'Ask to save a file',
    out: 'Save to the drive',
    outNote:
      'Files that you saved, or printed as PDF, into the desktop’s folder “문서함으로 보내기” show up here.',
    empty: 'The folder “문서함으로 보내기” is empty.',
    save: 'Save',
    saved: 'Saved to the drive: {{name}}',
    saveAll: 'Save all ({{count}})',
    saving: 'Saving: {{name}}',
    allSaved: '{{count}} saved to the drive.',
    savingAll: 'Saving all',
    bringing: 'Bringing in: {{name}}',
    notScanned: 'not scanned for viruses',
    notScannedOf: '{{count}} of them were not scanned for viruses.',
    stop: 'Stop this file',
    stopAll: 'Stop all',
    stopped: 'Stopped, and nothing of it was moved: {{name}}',
    whole: 'Show {{count}} more',
    closedOut: 'Files cannot be taken out of this desktop.',
    zone: 'The drive opens in the work zone only. Come in through its address.',
  },
)

defineRefusals(
  {
    transfer_refused: '정책에 따라 옮기지 않았습니다. 필요하면 자료전송에서 승인을 요청하십시오.',
    file_infected:
      '백신이 악성코드를 찾아 옮기지 않았습니다: {{malware}}. 그 파일을 열지 말고 정보보호담당관에게 알리십시오.',
    desktop_full:
      '가상PC에 남은 자리가 모자라 넣지 못했습니다. 안에서 안 쓰는 파일을 지우거나 문서함에 저장한 뒤 다시 하십시오.',
    file_door_closed:
      '가상PC가 파일을 받거나 내주지 않습니다. 잠시 뒤 다시 하고, 같으면 가상PC를 돌려주고 새로 여십시오.',
  },
  {
    transfer_refused:
      'The policy does not let it cross. If you need it, ask for approval under Data transfer.',
    file_infected:
      'The antivirus found malware, and it was not moved: {{malware}}. Do not open that file, and tell your security officer.',
    desktop_full:
      'There is not enough room left in the desktop. Delete files there, or save them to the drive, and try again.',
    file_door_closed:
      'The desktop does not take or give files. Try again in a moment, or give the desktop back and open another.',
  },
)
