package dev.balancerdeployer.coordination;

class InMemoryAuditTest extends AuditContract {

    @Override
    protected Audit audit(DatabaseTime time) {
        return new InMemoryAudit(time);
    }
}
