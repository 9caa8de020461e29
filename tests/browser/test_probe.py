import time,sys,os
sys.path.insert(0,'/work/main')
from tests.browser.conftest import *
from tests.browser import checks
def test_probe(house, window):
    t=time.time(); a=house.an_agency("probe", retention=True); print("agency",time.time()-t, a)
    c=window(a["owner"]); p=c.new_page()
    t=time.time(); p.goto(f"/{a['slug']}/"); print("goto",time.time()-t, p.title())
    t=time.time(); print(checks.axe_violations(p)); print("axe",time.time()-t)
    c2=window(a["owner"],java_script_enabled=False); p2=c2.new_page(); p2.goto(f"/{a['slug']}/people"); print(p2.evaluate("1+1"), checks.sideways(p2))
    t=time.time(); house.move(__import__('datetime').date(2033,1,1)); print("move",time.time()-t)
    t=time.time(); p.goto(f"/{a['slug']}/"); print("goto",time.time()-t, p.title())
